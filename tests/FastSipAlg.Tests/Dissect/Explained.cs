// SPDX-License-Identifier: MIT

using System.Text;
using System.Text.Json;
using FastSipAlg.Configuration;
using FastSipAlg.Dissect;

namespace FastSipAlg.Tests.Dissect;

/// <summary>What <c>dissect</c> says of octets under a profile that is written as <c>config sip</c> lines.</summary>
internal sealed class Explained
{
    private Explained(byte[] octets, string profile, string[] settings)
    {
        var loaded = ConfigurationLoader.LoadText(
            $"config voip profile\nedit {profile}\nconfig sip\n{string.Join('\n', settings)}\nend\nnext\nend\n", AppContext.BaseDirectory);
        Assert.DoesNotContain(loaded.Problems, problem => problem.IsError);
        var options = loaded.Options.VoipProfiles[profile];
        Parts = [.. new FileDissector(options).Dissect("a.sip", octets).Parts];

        using var text = new StringWriter();
        Passes = TextReport.Write(text, new FileDissector(options).Dissect("a.sip", octets));
        Text = text.ToString();
        using var json = new MemoryStream();
        Assert.Equal(Passes, JsonReport.Write(json, new FileDissector(options).Dissect("a.sip", octets)));
        Json = Encoding.UTF8.GetString(json.ToArray());
        JsonDocument.Parse(json.ToArray()).Dispose();
    }

    public IReadOnlyList<DissectedPart> Parts { get; }

    public bool Passes { get; }

    public string Text { get; }

    public string Json { get; }

    public DissectedMessage Message => Assert.Single(Parts.OfType<DissectedMessage>());

    public static Explained Under(string profile, byte[] octets, params string[] settings) => new(octets, profile, settings);

    public static Explained Under(string profile, string octets, params string[] settings) => new(Encoding.UTF8.GetBytes(octets), profile, settings);

    /// <summary>A well-formed OPTIONS with more header lines and a body of the caller's own.</summary>
    public static string Options(string lines = "", string body = "") => $"""
        OPTIONS sip:bob@example.com SIP/2.0
        Via: SIP/2.0/TLS 192.0.2.1:5061;branch=z9hG4bK776
        Max-Forwards: 70
        From: "Alice" <sip:alice@example.com>;tag=1928
        To: <sip:bob@example.com>
        Call-ID: a84b4c76e66710
        CSeq: 63104 OPTIONS
        {lines}Content-Length: {Encoding.UTF8.GetByteCount(body)}


        """.ReplaceLineEndings("\r\n") + body;
}
