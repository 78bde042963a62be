// SPDX-License-Identifier: MIT

using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FastSipAlg.Sip.Grammar;

namespace FastSipAlg.Sip.Headers;

/// <summary>
/// Hot path: a URI with or without angle brackets and display name, as it stands in many header fields; what follows it is for others.
/// ( name-addr / addr-spec );  name-addr = [ display-name ] LAQUOT addr-spec RAQUOT   RFC 3261 §25.1
/// </summary>
internal static class AddressSyntax
{
    // A URI without brackets ends before these; "?" and, where no list is, "," would make it ambiguous   RFC 3261 §20
    private static readonly SearchValues<byte> BareUriEnds = SearchValues.Create(" \t\r\n;,?<>\""u8);

    /// <summary>Reads one address. In a list a comma ends an address without brackets.</summary>
    public static SipDefect Read(ReadOnlySpan<byte> value, ref int at, bool isList, out AddressParts parts)
    {
        parts = default;
        if ((uint)at >= (uint)value.Length)
        {
            return SipDefect.UriEmpty;
        }

        if (value[at] == '<')
        {
            return ReadBracketed(value, ref at, ref parts);
        }

        if (value[at] == '"')
        {
            return ReadQuoted(value, ref at, ref parts);
        }

        var end = HeaderLexer.NameEnd(value, at);
        return end > at && end < value.Length && value[end] == ':' ? ReadBare(value, ref at, isList, ref parts) : ReadDisplayTokens(value, ref at, end, ref parts);
    }

    private static SipDefect ReadBracketed(ReadOnlySpan<byte> value, ref int at, ref AddressParts parts)
    {
        var length = value[(at + 1)..].IndexOf((byte)'>');
        if (length < 0)
        {
            return SipDefect.BracketUnterminated;
        }

        parts.IsBracketed = true;
        parts.UriStart = at + 1;
        parts.UriLength = length;
        var offset = 0;
        var defect = SipUriView.Check(value.Slice(at + 1, length), ref offset, out parts.Scheme);
        at += defect == SipDefect.None ? length + 2 : 1 + offset;
        return defect;
    }

    private static SipDefect ReadQuoted(ReadOnlySpan<byte> value, ref int at, ref AddressParts parts)
    {
        var start = at;
        var defect = HeaderLexer.ReadQuotedString(value, ref at);
        if (defect != SipDefect.None)
        {
            return defect;
        }

        parts.DisplayStart = start;
        parts.DisplayLength = at - start;
        at = HeaderLexer.SkipLws(value, at);
        return at < value.Length && value[at] == '<' ? ReadBracketed(value, ref at, ref parts) : SipDefect.DisplayNameInvalid;
    }

    // display-name = *( token LWS ) / quoted-string   RFC 3261 §25.1; the last LWS may lack   RFC 4475 §3.1.1.6
    private static SipDefect ReadDisplayTokens(ReadOnlySpan<byte> value, ref int at, int end, ref AddressParts parts)
    {
        var start = at;
        var last = end;
        while (end > at)
        {
            last = end;
            at = HeaderLexer.SkipLws(value, end);
            end = HeaderLexer.NameEnd(value, at);
        }

        if (at < value.Length && value[at] == '<')
        {
            parts.DisplayStart = start;
            parts.DisplayLength = last - start;
            return ReadBracketed(value, ref at, ref parts);
        }

        return RefuseDisplayName(value, ref at, start);
    }

    // Without a bracket later on this was meant to be a URI.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static SipDefect RefuseDisplayName(ReadOnlySpan<byte> value, ref int at, int start)
    {
        if (value[start..].Contains((byte)'<'))
        {
            return SipDefect.DisplayNameInvalid;
        }

        at = start;
        return value[start] is (byte)';' or (byte)',' ? SipDefect.UriEmpty : SipDefect.UriSchemeInvalid;
    }

    private static SipDefect ReadBare(ReadOnlySpan<byte> value, ref int at, bool isList, ref AddressParts parts)
    {
        var length = value[at..].IndexOfAny(BareUriEnds);
        length = length < 0 ? value.Length - at : length;
        parts.UriStart = at;
        parts.UriLength = length;
        var offset = 0;
        var defect = SipUriView.Check(value.Slice(at, length), ref offset, out parts.Scheme);
        if (defect != SipDefect.None)
        {
            at += offset;
            return defect;
        }

        at += length;
        return at < value.Length && (value[at] == '?' || (!isList && value[at] == ',')) ? SipDefect.UriWithoutBrackets : SipDefect.None;
    }
}

/// <summary>Where the parts of an address stand in the value.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct AddressParts
{
    public int DisplayStart;
    public int DisplayLength;
    public int UriStart;
    public int UriLength;
    public SipUriScheme Scheme;
    public bool IsBracketed;
}
