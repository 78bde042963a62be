// SPDX-License-Identifier: MIT

using System.Net;
using System.Text;
using FastSipAlg.Inspection;
using FastSipAlg.Inspection.Reports;
using FastSipAlg.Inspection.Verdicts;
using FastSipAlg.Sip.Framing;
using FastSipAlg.Sip.Grammar;
using FastSipAlg.Sip.Messages;
using FastSipAlg.Tests.Sip;
using FastSipAlg.Tests.Sip.Framing;
using FastSipAlg.Tracking.Flows;

namespace FastSipAlg.Tests.Inspection;

/// <summary>
/// What broke the parsers of other SIP products, by the ids of its advisories and issues. The messages are in tests/corpus/sip/cve; a test that names none of
/// them varies them.
/// </summary>
public sealed class CveTests
{
    private const string AllRespond = "set malformed-request-line respond\nset malformed-header-via respond\nset malformed-header-to respond\nset malformed-header-cseq respond";

    // Any octet below 0x20 was white space before the colon, so that two parsers saw two different To fields.
    [Fact]
    public void Cve20169938_ControlOctetBeforeTheColon_EndsTheFlow() => AssertEnds("CVE-2016-9938", SipDefect.InvalidHeaderName);

    // "X-Account :" escaped from the removal of X-Account.
    [Fact]
    public void Cve202028361_WhiteSpaceBeforeTheColon_IsNoPartOfTheName()
    {
        var fields = new SipHeaderIndex();
        var octets = Octets("CVE-2020-28361");
        new SipFramer(SipFramerLimits.Default, fields).Read(octets, out _);

        var names = Enumerable.Range(0, fields.Count).Select(index => Encoding.ASCII.GetString(octets, fields[index].NameStart, fields[index].NameLength));

        Assert.Equal(["X-Account", "x-account", "X-ACCOUNT"], names.Where(name => name.StartsWith("x-", StringComparison.OrdinalIgnoreCase)));
    }

    // A length cut to 32 bits let a second message through uninspected.
    [Fact]
    public void Cve202623457_ContentLengthBeyond32Bits_SmugglesNothing()
    {
        AssertEnds("CVE-2026-23457", SipDefect.ContentLengthTooLarge);
        AssertEnds("CVE-2026-23457-64-bits", SipDefect.ContentLengthOverflow);
    }

    // Session descriptions without a usable m= made an uninitialised address.
    [Theory]
    [InlineData("CVE-2026-31427")]
    [InlineData("CVE-2026-31427-port-zero")]
    [InlineData("CVE-2026-31427-other-media")]
    public void Cve202631427_NoUsableMedia_IsLegal(string name) => AssertPasses(name);

    // A header on TCP that a parser never got out of.
    [Fact]
    public void Cve202621905_ListOfCommas_IsRefusedAtItsFirst()
    {
        var verdict = Strict("CVE-2026-21905");

        Assert.Equal((VerdictKind.Discard, SipDefect.ListElementEmpty), (verdict.Kind, verdict.Fault.Defect));
        Assert.Equal(Octets("CVE-2026-21905").AsSpan().IndexOf(",,"u8) + 1, verdict.Fault.Offset);
    }

    // Requests that came from 0.0.0.0, many of them.
    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("255.255.255.255")]
    [InlineData("224.0.1.75")]
    [InlineData("[::]")]
    public void Cve201815454_SentByOfNobody_IsAHost(string host)
    {
        var octets = Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(Octets("CVE-2018-15454")).Replace("0.0.0.0", host, StringComparison.Ordinal));

        Assert.True(Inspector.Strict().Inspect(octets).IsPass);
    }

    [Fact]
    public void Cve202328097_ContentLengthOf400Digits_EndsTheFlow() => AssertEnds("CVE-2023-28097", SipDefect.ContentLengthOverflow);

    [Fact]
    public void Cve202327597_RequestUriWithoutAnything_IsRefused() => AssertDiscards("CVE-2023-27597", SipDefect.UriHostInvalid);

    [Fact]
    public void Cve202327598_ViaOfOneLetter_IsRefused() => AssertDiscards("CVE-2023-27598", SipDefect.ViaProtocolInvalid);

    // Quotes, escapes and brackets that the end of the line cuts off, in each header field that has them.
    [Theory]
    [InlineData("To: <sip:b@example.com>;x=\"T\\")]
    [InlineData("To: \"T\\")]
    [InlineData("To: \"T")]
    [InlineData("To: <sip:b@example.com")]
    [InlineData("Contact: \"T\\")]
    [InlineData("Contact: <sip:b@example.com")]
    [InlineData("Via: SIP/2.0/TLS h;x=\"T\\")]
    [InlineData("Via: SIP/2.0/TLS [2001:db8::1")]
    [InlineData("Route: <sip:h;lr")]
    [InlineData("Route: \"T\\")]
    [InlineData("Content-Type: text/plain;x=\"T\\")]
    [InlineData("P-Asserted-Identity: \"T\\")]
    public void Cve202327599_QuoteOrBracketWithoutEnd_IsRefused(string line)
    {
        AssertDiscards("CVE-2023-27599", SipDefect.QuotedPairInvalid);
        var name = line[..(line.IndexOf(':', StringComparison.Ordinal) + 1)];
        var fields = "Via: SIP/2.0/TLS h;branch=z9hG4bK1\r\nFrom: <sip:a@h>;tag=1\r\nTo: <sip:b@h>\r\nCall-ID: 1\r\nCSeq: 1 OPTIONS\r\nMax-Forwards: 70\r\n".Split("\r\n")
            .Where(field => !field.StartsWith(name, StringComparison.Ordinal)).SkipLast(1);

        var verdict = Inspector.Strict().Inspect($"OPTIONS sip:b@h SIP/2.0\r\n{line}\r\n{string.Join("\r\n", fields)}\r\nContent-Length: 0\r\n\r\n");

        Assert.Equal(VerdictKind.Discard, verdict.Kind);
        Assert.NotEqual(SipDefect.None, verdict.Fault.Defect);
    }

    // The answer to a broken request was built of its broken parts.
    [Fact]
    public void Cve202328095_RequestOfBrokenParts_GetsNoAnswer()
    {
        var inspector = Inspector.With(AllRespond);

        var verdict = inspector.InspectFirst(Octets("CVE-2023-28095"));

        Assert.Equal((VerdictKind.Discard, ""), (verdict.Kind, inspector.Answer));
    }

    // Credentials that are none: nothing here reads them.
    [Fact]
    public void Cve202328098_BrokenCredentials_PassUnread() => AssertPasses("CVE-2023-28098");

    // Payload types without rtpmap, lines twice, no CRLF at the end.
    [Theory]
    [InlineData("CVE-2023-27596")]
    [InlineData("CVE-2023-27600")]
    [InlineData("CVE-2023-27601")]
    public void Cve202327596_SloppySessionDescription_Passes(string name) => AssertPasses(name);

    [Fact]
    public void Cve201814767_SecondToWithEmptyTag_IsRefused() => AssertDiscards("CVE-2018-14767", SipDefect.HeaderRepeated);

    [Fact]
    public void Cve201816657_ViaWithoutHostAndBranch_IsRefused() => AssertDiscards("CVE-2018-16657", SipDefect.ViaSentByInvalid);

    // Buffers of 255 octets, written at 255; the length of a branch or a tag is nobody's business.
    [Fact]
    public void Cve20188828_LongBranchAndTag_Pass()
    {
        var text = Encoding.Latin1.GetString(Octets("CVE-2018-8828"));

        for (var length = 250; length < 260; length++)
        {
            var varied = text.Replace(new string('b', 255), new string('b', length), StringComparison.Ordinal).Replace(new string('t', 256), new string('t', length), StringComparison.Ordinal);
            Assert.True(Inspector.Strict().Inspect(varied).IsPass, $"{length}");
        }
    }

    [Fact]
    public void Kamailio4886_RequestUriWithoutUser_Passes() => AssertPasses("kamailio-4886");

    [Fact]
    public void Kamailio4920_CallIdOf256Octets_Passes() => AssertPasses("kamailio-4920");

    [Theory]
    [InlineData("CVE-2022-21723", SipDefect.MultipartInvalid)]
    [InlineData("AST-2017-003", SipDefect.MultipartInvalid)]
    [InlineData("kamailio-2026-07-01", SipDefect.BoundaryMissing)]
    [InlineData("opensips-2026-06-09", SipDefect.BoundaryMissing)]
    public void Cve202221723_BrokenMultipart_IsRefused(string name, SipDefect defect) => AssertDiscards(name, defect);

    [Fact]
    public void Cve202221723_MultipartInMultipart_Passes() => AssertPasses("CVE-2022-21723-nested");

    [Theory]
    [InlineData("2147483648")]
    [InlineData("4294967296")]
    [InlineData("18446744073709551617")]
    public void Cve20179372_CSeqBeyondItsRange_IsRefused(string number)
    {
        AssertDiscards("CVE-2017-9372", SipDefect.CSeqTooLarge);
        var text = Encoding.Latin1.GetString(Octets("CVE-2017-9372")).Replace(new string('1', 100), number, StringComparison.Ordinal);

        Assert.Equal(SipDefect.CSeqTooLarge, Inspector.Strict().Inspect(text).Fault.Defect);
    }

    [Fact]
    public void Cve20179372_MethodOf300Octets_Passes() => AssertPasses("CVE-2017-9372-method");

    [Fact]
    public void Cve20181000098_FmtpWithoutFormat_IsRefused() => AssertDiscards("CVE-2018-1000098", SipDefect.SdpAttributeInvalid);

    [Fact]
    public void Cve20181000099_PayloadTypeBeyondSevenBits_IsRefused() => AssertDiscards("CVE-2018-1000099", SipDefect.SdpMediaInvalid);

    // Reads behind the end: a percent sign, and a line, that the end cuts off.
    [Theory]
    [InlineData("CVE-2022-31002", SipDefect.UriHostInvalid)]
    [InlineData("CVE-2022-31002-user", SipDefect.UriEscapeInvalid)]
    [InlineData("CVE-2022-31003", SipDefect.SdpConnectionInvalid)]
    [InlineData("CVE-2022-47516", SipDefect.UriEscapeInvalid)]
    [InlineData("drachtio-243", SipDefect.UriSchemeInvalid)]
    public void Cve202231002_WhatTheEndCutsOff_IsRefused(string name, SipDefect defect) => AssertDiscards(name, defect);

    [Fact]
    public void Sngrep480_LongValuesEverywhere_Pass() => AssertPasses("sngrep-480");

    [Fact]
    public void GhsaJ5j8_NegativeContentLength_EndsTheFlow() => AssertEnds("GHSA-j5j8-rhcm-7fp9", SipDefect.ContentLengthSigned);

    // Text of a peer that ends in a log and chooses who is banned.
    [Theory]
    [InlineData("fail2ban-1000", "set unknown-header discard")]
    [InlineData("fail2ban-1328", "set log-violations enable")]
    public void Fail2Ban1000_TextOfAPeer_IsOneLineOfPlainText(string name, string line)
    {
        var log = new LineReporter();
        var fields = new SipHeaderIndex();
        var framer = new SipFramer(SipFramerLimits.Default, fields);
        var octets = Octets(name);
        framer.Read(octets, out _);

        new InspectionPipeline(Inspector.Policy("default", line), MessageDirection.PhoneToServer, log).Inspect(new SipMessageView(octets, framer, fields));

        var text = Assert.Single(log.Lines);
        Assert.DoesNotContain(text, character => char.IsControl(character) || character is '\u2028' or '\u2029' or '\u202e' or '\u200f');
    }

    // What ends a line for one parser and not for the other.
    [Fact]
    public void Siphon237_BareLf_EndsTheFlow() => AssertEnds("siphon-237", SipDefect.BareLf);

    // The length of one message that counted for the next.
    [Fact]
    public void EnvoyDecoder_SecondMessageWithoutContentLength_InheritsNone()
    {
        var found = Frames.Of([Octets("envoy-decoder")]);

        Assert.Equal(2, found.Count);
        Assert.Equal(nameof(SipDefect.ContentLengthMissing), found[1]);
    }

    private static byte[] Octets(string name) => CorpusLine.Of($"cve/{name}.sip").Octets;

    private static Verdict Strict(string name) => Inspector.Strict().InspectFirst(Octets(name));

    private static void AssertPasses(string name) => Assert.Equal((VerdictKind.Pass, SipDefect.None), (Strict(name).Kind, Strict(name).Fault.Defect));

    private static void AssertDiscards(string name, SipDefect defect) => Assert.Equal((VerdictKind.Discard, defect), (Strict(name).Kind, Strict(name).Fault.Defect));

    private static void AssertEnds(string name, SipDefect defect) => Assert.Equal([defect.ToString()], Frames.Of([Octets(name)]));

    private sealed class LineReporter : IViolationReporter
    {
        private readonly FlowFacts _facts = new(new FlowId(7), "phones", "default", new IPEndPoint(IPAddress.Parse("192.0.2.11"), 49152));

        public List<string> Lines { get; } = [];

        public void Report(in Violation violation) => Lines.Add(ViolationLine.Write(violation, _facts, DateTimeOffset.UnixEpoch, 0, false));
    }
}
