// SPDX-License-Identifier: MIT

using System.Text.Json;

namespace FastSipAlg.Tests.Dissect;

public sealed class JsonReportTests
{
    [Fact]
    public void Report_OfADefect_HasEverythingThatTheTextHas()
    {
        using var document = JsonDocument.Parse(Explained.Under("default", Explained.Options("Expires: soon\r\n"), "set malformed-header-expires respond").Json);

        var root = document.RootElement;
        var message = root.GetProperty("parts")[0];
        var finding = message.GetProperty("findings")[0];
        Assert.Equal((1, false), (root.GetProperty("messages").GetInt32(), root.GetProperty("passes").GetBoolean()));
        Assert.Equal("request", message.GetProperty("kind").GetString());
        Assert.Equal("alice", message.GetProperty("lines")[3].GetProperty("facts").GetProperty("user").GetString());
        Assert.Equal("malformed-header-expires", finding.GetProperty("rule").GetString());
        Assert.Equal("ExpiresInvalid", finding.GetProperty("defect").GetString());
        Assert.Equal("RFC 3261 §20.19", finding.GetProperty("rfc").GetString());
        Assert.Equal((8, 10, 9), (finding.GetProperty("line").GetInt32(), finding.GetProperty("column").GetInt32(), finding.GetProperty("caret").GetInt32()));
        Assert.Equal(("respond", "enforce"), (finding.GetProperty("action").GetString(), finding.GetProperty("mode").GetString()));
        Assert.Equal("respond", message.GetProperty("verdict").GetString());
        Assert.StartsWith("SIP/2.0 400", message.GetProperty("answer")[0].GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n\r\n", "malformed")]
    [InlineData("OPTIONS sip:a", "cut-off")]
    [InlineData("\r\n\r\n", "line-breaks")]
    public void Report_OfWhatIsNoMessage_NamesItsKind(string octets, string kind)
    {
        using var document = JsonDocument.Parse(Explained.Under("default", octets).Json);

        Assert.Equal(kind, document.RootElement.GetProperty("parts")[0].GetProperty("kind").GetString());
    }
}
