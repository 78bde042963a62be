// SPDX-License-Identifier: MIT

using System.Net;
using System.Text;
using System.Text.Json;
using FastSipAlg.Inspection;
using FastSipAlg.Inspection.Reports;
using FastSipAlg.Sip.Framing;
using FastSipAlg.Sip.Messages;
using FastSipAlg.Tracking.Flows;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace FastSipAlg.Tests.Inspection.Reports;

/// <summary>What a violation's line says, and what it never does.</summary>
public sealed class ViolationLogTests : IDisposable
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 15, 9, 14, 2, TimeSpan.Zero));
    private readonly ViolationMetrics _metrics = new();
    private readonly LineCollector _lines = new();

    [Fact]
    public void MalformedLine_HasFortiOsNamesAndWhatTheyLack()
    {
        var message = SampleMessage.Request("INVITE").With("Via", "Via: SIP/2.0/TLS :5061;branch=z9hG4bK1");

        var line = Assert.Single(Inspect(message, "set malformed-header-via respond"));

        Assert.Equal((LogLevel.Warning, 44034), (line.Level, line.Id));
        Assert.Equal(
            "date=\"2026-01-15\" time=\"09:14:02\" eventtime=1768468442000000000 tz=\"+0000\" logid=\"0814044034\" type=\"utm\" subtype=\"voip\" eventtype=\"voip\""
            + " level=\"warning\" session_id=7 srcip=\"192.0.2.11\" src_port=49152 dstip=\"198.51.100.5\" dst_port=5061 proto=6 profile=\"default\""
            + " voip_proto=\"sip\" kind=\"message\" action=\"block\" status=\"answered\" dir=\"session_origin\" call_id=\"a84b4c76e66710@192.0.2.1\""
            + " from=\"<sip:alice@example.com>;tag=1928301774\" to=\"<sip:bob@example.com>\" message_type=\"request\" request_name=\"INVITE\""
            + " line=\"Via: SIP/2.0/TLS :5061;branch=z9hG4bK1\" line_number=2 column=18 malform_desc=\"Invalid Via sent-by\""
            + " malform_data=\":5061;branch=z9hG4bK1\" rule=\"malformed-header-via\" rule_action=\"respond\" mode=\"enforce\" defect=\"ViaSentByInvalid\""
            + " rfc=\"RFC 3261 §20.42, §25.1\" answer=400 flow=\"00000007\" listener=\"phones\"",
            line.Text);
    }

    [Fact]
    public void BlockedMethod_HasTheOtherId()
    {
        var line = Assert.Single(Inspect(SampleMessage.Request("OPTIONS"), "set block-options enable"));

        Assert.Equal(44033, line.Id);
        Assert.Contains("logid=\"0814044033\"", line.Text, StringComparison.Ordinal);
        Assert.Contains("malform_desc=\"Method that is blocked\" rule=\"block-options\" rule_action=\"respond\" mode=\"enforce\" defect=\"\" rfc=\"\" answer=405", line.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void ViolationThatPasses_IsInformation()
    {
        var line = Assert.Single(Inspect(SampleMessage.Request().With("To", "To: <sip:bob"), "set malformed-header-to pass"));

        Assert.Equal(LogLevel.Information, line.Level);
        Assert.Contains("level=\"information\"", line.Text, StringComparison.Ordinal);
        Assert.Contains("action=\"permit\" status=\"passed\"", line.Text, StringComparison.Ordinal);
        Assert.Contains("answer=0", line.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void ObservedViolation_SaysWhatWouldHaveBeenDone()
    {
        var line = Assert.Single(Inspect(SampleMessage.Request().With("To", "To: <sip:bob"), "set malformed-header-to discard", "set mode observe"));

        Assert.Contains("action=\"permit\" status=\"observed\"", line.Text, StringComparison.Ordinal);
        Assert.Contains("rule_action=\"discard\" mode=\"observe\"", line.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Response_FromTheServer_HasItsEndsTheOtherWayRound()
    {
        var line = Assert.Single(Inspect(SampleMessage.Response(200).With("To", "To: <sip:bob"), MessageDirection.ServerToPhone, "set malformed-header-to discard"));

        Assert.Contains("srcip=\"198.51.100.5\" src_port=5061 dstip=\"192.0.2.11\" dst_port=49152", line.Text, StringComparison.Ordinal);
        Assert.Contains("dir=\"session_reply\"", line.Text, StringComparison.Ordinal);
        Assert.Contains("message_type=\"response\" request_name=\"OPTIONS\" status_code=200", line.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_HasTheSameFields()
    {
        var message = SampleMessage.Request().With("From", "From: \"a\\\"\u202eb\" <sip:alice@example.com");
        var text = Assert.Single(Inspect(message, "set log-violations-format json")).Text;
        var plain = Assert.Single(Inspect(message)).Text;

        using var json = JsonDocument.Parse(text);

        Assert.Equal(44034, int.Parse(json.RootElement.GetProperty("logid").GetString()![4..], System.Globalization.CultureInfo.InvariantCulture));
        Assert.All(json.RootElement.EnumerateObject(), field => Assert.Contains(
            field.Value.ValueKind == JsonValueKind.Number ? $"{field.Name}={field.Value}" : $"{field.Name}=\"{field.Value.GetString()}\"", plain, StringComparison.Ordinal));
        Assert.Contains(@"\u202e", json.RootElement.GetProperty("from").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Call-ID: a\u001b[2J\u0000", false)]
    [InlineData("To: \"x\u2028y\u202ez\" <sip:b@example.com", true)]
    [InlineData("Subject: a\r\n folded\u0007", false)]
    [InlineData("X: a\" rule=\"none\" answer=200 b=\"\u0001", true)]
    public void TextOfAPeer_NeverForgesALineOrAField(string field, bool isQuoted)
    {
        var octets = Encoding.UTF8.GetBytes(SampleMessage.Request("OPTIONS", "", field).Replace("\0", "\u0001", StringComparison.Ordinal));

        foreach (var line in Inspect(octets, MessageDirection.PhoneToServer).Select(line => line.Text))
        {
            Assert.DoesNotContain(line, c => char.IsControl(c) || c is '\u2028' or '\u202e');
            Assert.Equal(isQuoted, line.Contains("\\\"", StringComparison.Ordinal));
            Assert.Equal(1, line.Split(" rule=\"").Length - 1);
        }
    }

    [Theory]
    [InlineData("Authorization: Digest username=\"a\u0001\",response=\"secret\"")]
    [InlineData("proxy-authorization: Digest username=\"a\",\r\n response=\"secret\u0001\"")]
    [InlineData("Authorization:\tDigest\u0001 secret")]
    [InlineData("Identity: secret\u0001;info=<https://example.com/secret>")]
    [InlineData("X-Copy: \u0001Authorization: secret")]
    public void Credentials_NeverReachTheLog(string field)
    {
        var lines = Inspect(SampleMessage.Request("OPTIONS", "", field));

        Assert.NotEmpty(lines);
        Assert.DoesNotContain(lines, line => line.Text.Contains("secret", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Text.Contains("***\"", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("a=crypto:1 AES_CM_128_HMAC_SHA1_80 secret")]
    [InlineData("k=clear:secret")]
    [InlineData("? a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:secret")]
    [InlineData("k=other:secret")]
    public void KeysOfMedia_NeverReachTheLog(string bad)
    {
        var lines = Inspect(SampleMessage.Request("INVITE", SampleMessage.Sdp + bad + "\r\nt=0\r\n"));

        Assert.NotEmpty(lines);
        Assert.DoesNotContain(lines, line => line.Text.Contains("secret", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("From", "From: <sip:alice:secret@example.com>;tag=\u0001")]
    [InlineData("To", "To: <SIPS:bob;x=y:secret@example.com>;tag=;")]
    [InlineData("To", "t: \"B <b@x>\" <sip:bob:secret@example.com:5060;;lr>")]
    [InlineData("Contact", "Contact: <sip:a@b>, <sip:alice:#secret 1@192.0.2.1>")]
    [InlineData("Contact", "Contact: <sip:192.0.2.1:5060>, <sip:alice:\r\n secret#@192.0.2.1>")]
    [InlineData("Subject", "Route: <sip:p.example.com:5061;lr>, <sip:token:secret@example.com;;lr>")]
    [InlineData("Contact", "Contact: sip:alice@home:secret@example.com;")]
    [InlineData("Subject", "Subject: \u0001 https://alice:secret@example.com")]
    public void PasswordOfAUri_NeverReachesTheLog(string header, string field)
    {
        var lines = Inspect(SampleMessage.Request("INVITE", SampleMessage.Sdp, "Subject: none").With(header, field));

        Assert.NotEmpty(lines);
        Assert.DoesNotContain(lines, line => line.Text.Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public void PasswordOfTheRequestUri_NeverReachesTheLog()
    {
        var line = Assert.Single(Inspect(SampleMessage.Request().Replace("OPTIONS sip:bob@", "OPTIONS  sip:alice:secret@", StringComparison.Ordinal)));

        Assert.DoesNotContain("secret", line.Text, StringComparison.Ordinal);
        Assert.Contains("line=\"OPTIONS  sip:alice:***\"", line.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Route: <sip:p.example.com:5061;lr>, <sip:token@example.com:5061;;lr>")]
    [InlineData("Route: <sip:p.example.com:5061;;lr>")]
    public void PortOfAUri_IsNoPassword(string field)
    {
        var line = Assert.Single(Inspect(SampleMessage.Request("OPTIONS", "", field)));

        Assert.Contains($"line=\"{field}\"", line.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void LongLine_IsCutAroundTheFault()
    {
        var message = SampleMessage.Request("OPTIONS", "", "Subject: " + new string('a', 2_000) + "\u0001" + new string('b', 2_000));

        var text = Assert.Single(Inspect(message, "set max-line-length 4096")).Text;

        Assert.Contains($"line=\"...{new string('a', 128)}\\u0001{new string('b', 127)}...\"", text, StringComparison.Ordinal);
        Assert.Contains("column=2010 ", text, StringComparison.Ordinal);
        Assert.True(text.Length < 2_000);
    }

    [Fact]
    public void Flood_IsAnnouncedAndSampled()
    {
        var flow = Flow(MessageDirection.PhoneToServer, "set malformed-header-to discard");
        var octets = Encoding.UTF8.GetBytes(SampleMessage.Request().With("To", "To: <sip:bob"));

        for (var n = 0; n < 150; n++)
        {
            flow(octets);
        }

        Assert.Equal(52, _lines.Lines.Count);
        var critical = Assert.Single(_lines.Lines, line => line.Level == LogLevel.Critical);
        Assert.Contains("kind=\"flood\" rule=\"malformed-header-to\"", critical.Text, StringComparison.Ordinal);
        Assert.EndsWith(" suppressed=99", _lines.Lines[^1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void LogViolationsDisabled_LogsNothing()
    {
        Assert.Empty(Inspect(SampleMessage.Request().With("To", "To: <sip:bob"), "set log-violations disable"));
    }

    [Fact]
    public void FramingThatBreaks_LeavesALine()
    {
        const string Octets = "INVITE sip:b@example.com SIP/2.0\r\nCall-ID: x\r\nContent-Length: -1\r\n\r\n";
        var fields = new SipHeaderIndex();
        var framer = new SipFramer(SipFramerLimits.Default, fields);
        Assert.Equal(FrameStatus.Malformed, framer.Read(Encoding.ASCII.GetBytes(Octets), out _));

        Pipeline(MessageDirection.PhoneToServer, []).ReportFraming(Encoding.ASCII.GetBytes(Octets), framer, fields, isAnswered: false);

        var text = Assert.Single(_lines.Lines).Text;
        Assert.Contains("action=\"block\" status=\"closed\"", text, StringComparison.Ordinal);
        Assert.Contains("call_id=\"x\"", text, StringComparison.Ordinal);
        Assert.Contains("line=\"Content-Length: -1\" line_number=3 column=17 malform_desc=\"Content-Length with sign\"", text, StringComparison.Ordinal);
        Assert.Contains("rule=\"malformed-header-content-length\" rule_action=\"respond\" mode=\"enforce\" defect=\"ContentLengthSigned\"", text, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _metrics.Dispose();
        _lines.Dispose();
    }

    private IReadOnlyList<LoggedLine> Inspect(string message, params string[] profile) => Inspect(message, MessageDirection.PhoneToServer, profile);

    private IReadOnlyList<LoggedLine> Inspect(string message, MessageDirection direction, params string[] profile) =>
        Inspect(Encoding.UTF8.GetBytes(message), direction, profile);

    private IReadOnlyList<LoggedLine> Inspect(byte[] message, MessageDirection direction, params string[] profile)
    {
        _lines.Lines.Clear();
        Flow(direction, profile)(message);
        return [.. _lines.Lines];
    }

    private Action<byte[]> Flow(MessageDirection direction, params string[] profile)
    {
        var pipeline = Pipeline(direction, profile);
        var fields = new SipHeaderIndex();
        var framer = new SipFramer(SipFramerLimits.Default, fields);
        return octets =>
        {
            Assert.Equal(FrameStatus.Message, framer.Read(octets, out _));
            pipeline.Inspect(new SipMessageView(octets, framer, fields));
        };
    }

    private InspectionPipeline Pipeline(MessageDirection direction, string[] profile)
    {
        var policy = Inspector.Policy("default", profile);
        var facts = new FlowFacts(new FlowId(7), "phones", policy.Profile, IPEndPoint.Parse("192.0.2.11:49152")) { Server = IPEndPoint.Parse("198.51.100.5:5061") };
        _log ??= new ViolationLog(_lines, _time);
        return new InspectionPipeline(policy, direction, new FlowViolations(_log, _metrics, facts, policy.LogsViolations, policy.LogsJson));
    }

    private ViolationLog? _log;

    private sealed record LoggedLine(LogLevel Level, int Id, string Text);

    private sealed class LineCollector : ILoggerFactory, ILogger
    {
        public List<LoggedLine> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName)
        {
            Assert.Equal(ViolationLog.Category, categoryName);
            return this;
        }

        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Add(new LoggedLine(logLevel, eventId.Id, formatter(state, exception)));

        public void Dispose()
        {
        }
    }
}
