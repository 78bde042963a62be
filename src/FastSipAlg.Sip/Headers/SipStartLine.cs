// SPDX-License-Identifier: MIT

using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using FastSipAlg.Sip.Grammar;

namespace FastSipAlg.Sip.Headers;

/// <summary>Hot path: judges a start line, without its CRLF, that the framer took for one.</summary>
public static class SipStartLine
{
    // What a reason phrase may hold without a second look: HTAB and %x20-7E.
    private static readonly SearchValues<byte> PlainPhrase = SearchValues.Create([SipOctets.Tab, .. Enumerable.Range(0x20, 0x5F).Select(octet => (byte)octet)]);

    /// <summary>Request-Line = Method SP Request-URI SP SIP-Version   RFC 3261 §7.1</summary>
    public static SipFault CheckRequestLine(ReadOnlySpan<byte> line)
    {
        var methodLength = SipOctets.TokenLength(line);
        if (methodLength == 0 || methodLength == line.Length || line[methodLength] != SipOctets.Space)
        {
            return new SipFault(SipDefect.RequestLineSpacing, methodLength);
        }

        var start = methodLength + 1;
        var rest = line[start..];
        var length = rest.IndexOfAny(SipOctets.Space, SipOctets.Tab);
        if (length <= 0 || rest[length] != SipOctets.Space)
        {
            return new SipFault(SipDefect.RequestLineSpacing, start + Math.Max(length, 0));
        }

        var version = rest[(length + 1)..];
        if (!version.SequenceEqual("SIP/2.0"u8))
        {
            var fault = CheckOddVersion(version).After(start + length + 1);
            if (!fault.IsNone)
            {
                return fault;
            }
        }

        return CheckRequestUri(rest[..length]).After(start);
    }

    /// <summary>Status-Line = SIP-Version SP Status-Code SP Reason-Phrase   RFC 3261 §7.2</summary>
    public static SipFault CheckStatusLine(ReadOnlySpan<byte> line)
    {
        var space = line.IndexOf(SipOctets.Space);
        if (space < 0 || !Ascii.EqualsIgnoreCase(line[..space], "SIP/2.0"u8))
        {
            return new SipFault(SipDefect.SipVersionUnsupported, 0);
        }

        var code = line[(space + 1)..];
        if (code.Length < 3 || code[0] is < (byte)'1' or > (byte)'6' || !SipOctets.IsDigit(code[1]) || !SipOctets.IsDigit(code[2]) || (code.Length > 3 && SipOctets.IsDigit(code[3])))
        {
            return new SipFault(SipDefect.StatusCodeOutOfRange, space + 1);
        }

        var phraseStart = space + 5;
        if (line.Length < phraseStart || line[phraseStart - 1] != SipOctets.Space)
        {
            return new SipFault(SipDefect.ReasonPhraseInvalid, space + 4);
        }

        var phrase = line[phraseStart..];
        return phrase.IndexOfAnyExcept(PlainPhrase) < 0 ? default : CheckOddPhrase(phrase).After(phraseStart);
    }

    private static SipFault CheckRequestUri(ReadOnlySpan<byte> uri)
    {
        // "The Request-URI MUST NOT contain unescaped spaces or control characters and MUST NOT be enclosed in <>"   RFC 3261 §7.1
        if (uri[0] == '<')
        {
            return new SipFault(SipDefect.UriInBrackets, 0);
        }

        var fault = SipUriView.Read(uri, out var view);
        if (!fault.IsNone || view.Headers.IsEmpty || view.Scheme is not (SipUriScheme.Sip or SipUriScheme.Sips))
        {
            return fault;
        }

        // Headers are not allowed in a Request-URI   RFC 3261 §19.1.1, table 1
        return new SipFault(SipDefect.UriHeadersInvalid, uri.Length - view.Headers.Length);
    }

    // SIP-Version = "SIP" "/" 1*DIGIT "." 1*DIGIT, in any case   RFC 3261 §25.1
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static SipFault CheckOddVersion(ReadOnlySpan<byte> version)
    {
        if (Ascii.EqualsIgnoreCase(version, "SIP/2.0"u8))
        {
            return default;
        }

        var space = version.IndexOfAny(SipOctets.Space, SipOctets.Tab);
        return space < 0 ? new SipFault(SipDefect.SipVersionUnsupported, 0) : new SipFault(SipDefect.RequestLineSpacing, space);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static SipFault CheckOddPhrase(ReadOnlySpan<byte> phrase)
    {
        for (var at = 0; at < phrase.Length;)
        {
            var status = Rune.DecodeFromUtf8(phrase[at..], out var rune, out var length);
            if (status != OperationStatus.Done || (rune.Value < SipOctets.Space && rune.Value != SipOctets.Tab) || rune.Value == 0x7F)
            {
                return new SipFault(SipDefect.ReasonPhraseInvalid, at);
            }

            at += length;
        }

        return default;
    }
}
