// SPDX-License-Identifier: MIT

using FastSipAlg.Configuration;
using FastSipAlg.Configuration.Options;

namespace FastSipAlg.Tests.Configuration;

public sealed class ConfigurationLoaderTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("fastsipalg-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("no-such-folder/no-such-file.conf")]
    [InlineData("no-such-file.json")]
    [InlineData("nul\0inside.conf")]
    public void Load_OfNoReadableFile_IsOneError(string file)
    {
        var loaded = ConfigurationLoader.Load(file);

        var problem = Assert.Single(loaded.Problems);
        Assert.True(problem.IsError);
        Assert.Equal((file, 1, 1), (problem.File, problem.Line, problem.Column));
    }

    [Fact]
    public void Load_OfNothing_HasTheBuiltInProfiles()
    {
        var options = ConfigurationLoader.LoadText("", _directory).Options;

        Assert.Equal(["default", "strict"], options.VoipProfiles.Keys.Order());
        Assert.Equal(5061, options.SystemSettings.SipSslPort);
    }

    [Fact]
    public void Load_ByteOrderMarkAndCarriageReturns_AreNoPartOfTheText()
    {
        var file = Write("a.conf", "\uFEFFconfig user peer\r\n edit \"p\"\r\n  set subject \"two\r\nlines\"\r\n next\r\nend\r\n");

        var loaded = ConfigurationLoader.Load(file);

        Assert.False(loaded.HasErrors);
        Assert.Equal("two\nlines", loaded.Options.Peers["p"].Subject);
    }

    [Fact]
    public void Load_RelativePath_StartsAtTheFilesOwnDirectory()
    {
        Write("c.pem", "");
        var file = Write("a.conf", "config vpn certificate local\nedit c\nset certificate c.pem\nnext\nend\n");

        var loaded = ConfigurationLoader.Load(file);

        Assert.Equal(Path.Combine(_directory, "c.pem"), loaded.Options.LocalCertificates["c"].Certificate);
    }

    [Theory]
    [InlineData("FASTSIPALG__SIP__SERVER__PBX__CONNECT_TIMEOUT")]
    [InlineData("fastsipalg__sip__server__pbx__connect-timeout")]
    public void Environment_InAnySpelling_OverridesTheFile(string variable)
    {
        var file = Write("a.conf", "config sip server\nedit pbx\nset address pbx.example.com\nset connect-timeout 5\nnext\nend\n");

        var loaded = ConfigurationLoader.Load(file, new Dictionary<string, string> { [variable] = "7" });

        Assert.Equal(7, loaded.Options.SipServers["pbx"].ConnectTimeout);
    }

    [Fact]
    public void Environment_ReachesIntoAProfileAndTakesLists()
    {
        var file = Write("a.conf", "");

        var loaded = ConfigurationLoader.Load(file, new Dictionary<string, string>
        {
            ["FASTSIPALG__VOIP__PROFILE__DEFAULT__SIP__SSL_MIN_VERSION"] = "tls-1.3",
            ["FASTSIPALG__SIP__SERVER__pbx__ADDRESS"] = "a.example.com b.example.com:5071",
        });

        Assert.False(loaded.HasErrors);
        Assert.Equal(SslVersion.Tls13, loaded.Options.VoipProfiles["default"].SslMinVersion);
        Assert.Equal(["a.example.com", "b.example.com:5071"], loaded.Options.SipServers["pbx"].Addresses);
    }

    [Theory]
    [InlineData("FASTSIPALG__SIP__SERVER__pbx__CONNECT_TIMEOT", "5", "did you mean `connect-timeout`?")]
    [InlineData("FASTSIPALG__SYSTEM__SETTINGS__SIP_SSL_PORT", "70000", "`70000` is no number from 0 to 65535")]
    public void Environment_Mistake_IsPlacedAtTheVariable(string variable, string value, string said)
    {
        var file = Write("a.conf", "config sip server\nedit pbx\nset address pbx.example.com\nnext\nend\n");

        var loaded = ConfigurationLoader.Load(file, new Dictionary<string, string> { [variable] = value });

        var problem = Assert.Single(loaded.Problems, problem => problem.File == variable);
        Assert.True(problem.IsError);
        Assert.Contains(said, problem.Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\n  \"voip\": {", "this is not JSON")]
    [InlineData("[]", "the configuration is a JSON object")]
    [InlineData("", "this is not JSON")]
    [InlineData("{ \"voip\": { \"profil\": {} } }", "did you mean `voip profile`?")]
    [InlineData("{ \"user\": { \"peer\": { \"p\": { \"cn\": true } } } }", "a value is a JSON string or a number")]
    [InlineData("{ \"user\": { \"peer\": { \"p\": { \"cn\": \"\\ud800\" } } } }", "half a character")]
    [InlineData("{ \"vpn\": { \"certificate\": { \"ca\": { \"p\": { \"ca\": \"a\\u0000b\" } } } } }", "control character U+0000")]
    [InlineData("{ \"user\": { \"peer\": { \"p\": { \"cn\": \"a\", \"CN\": \"b\" } } } }", "written before on line 1")]
    [InlineData("{} {}", "this is not JSON")]
    public void Json_Mistake_IsAProblem(string json, string said)
    {
        var file = Write("a.json", json);

        var loaded = ConfigurationLoader.Load(file, new Dictionary<string, string>());

        Assert.Contains(loaded.Problems, problem => problem.Sentence.Contains(said, StringComparison.Ordinal));
    }

    [Fact]
    public void Show_MasksEverySecret()
    {
        Write("c.pem", "");
        var loaded = ConfigurationLoader.LoadText(
            """
            config vpn certificate local
                edit "c"
                    set certificate c.pem
                    set private-key "-----BEGIN PRIVATE KEY-----
            c2VjcmV0
            -----END PRIVATE KEY-----"
                    set password "s3cret"
                next
            end
            """,
            _directory);

        var shown = ConfigWriter.ToText(loaded, isEffective: true) + ConfigWriter.ToJson(loaded, isEffective: false);

        Assert.False(loaded.HasErrors);
        Assert.DoesNotContain("s3cret", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("c2VjcmV0", shown, StringComparison.Ordinal);
        Assert.Contains("set password", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void Problem_OfAWarning_SaysSoInItsLine()
    {
        var loaded = ConfigurationLoader.LoadText("config voip profile\nedit default\nconfig sip\nset rtp enable\nend\nnext\nend\n", _directory);

        Assert.Contains("text:4:9: voip profile default sip rtp: warning: accepted, not yet in force", loaded.Problems.Select(problem => problem.ToString()));
        Assert.False(loaded.HasErrors);
    }

    private string Write(string name, string content)
    {
        var file = Path.Combine(_directory, name);
        File.WriteAllText(file, content);
        return file;
    }
}
