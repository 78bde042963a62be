// SPDX-License-Identifier: MIT

using System.Buffers;
using FastSipAlg.Sip.Grammar;

namespace FastSipAlg.Sip.Headers;

/// <summary>
/// Hot path: a Content-Type value. Says nothing after a fault.
/// media-type = m-type SLASH m-subtype *( SEMI m-parameter );  m-parameter = m-attribute EQUAL m-value   RFC 3261 §25.1
/// </summary>
public readonly ref struct ContentTypeHeader
{
    // boundary = 0*69<bchars> bcharsnospace   RFC 2046 §5.1.1
    private const int MaxBoundary = 70;

    private static readonly SearchValues<byte> BoundaryOctets =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'()+_,-./:=? "u8);

    private ContentTypeHeader(ReadOnlySpan<byte> type, ReadOnlySpan<byte> subtype, ReadOnlySpan<byte> boundary)
    {
        Type = type;
        Subtype = subtype;
        Boundary = boundary;
    }

    public ReadOnlySpan<byte> Type { get; }

    public ReadOnlySpan<byte> Subtype { get; }

    /// <summary>Without quotes; empty for none.</summary>
    public ReadOnlySpan<byte> Boundary { get; }

    /// <summary>application/sdp</summary>
    public bool IsSdp => HeaderLexer.IsToken(Subtype, "sdp"u8) && HeaderLexer.IsToken(Type, "application"u8);

    public bool IsMultipart => HeaderLexer.IsToken(Type, "multipart"u8);

    /// <summary>Checks a whole value; a multipart type owes a boundary.</summary>
    public static SipFault Read(ReadOnlySpan<byte> value, out ContentTypeHeader contentType)
    {
        contentType = default;
        if (value.IsEmpty)
        {
            return new SipFault(SipDefect.ValueEmpty, 0);
        }

        var at = HeaderLexer.NameEnd(value, 0);
        var type = value[..at];
        if (type.IsEmpty || !HeaderLexer.TryPass(value, ref at, (byte)'/'))
        {
            return new SipFault(SipDefect.ContentTypeInvalid, at);
        }

        var start = at;
        at = HeaderLexer.NameEnd(value, at);
        var subtype = value[start..at];
        if (subtype.IsEmpty || !HeaderLexer.IsDelimited(value, at))
        {
            return new SipFault(SipDefect.ContentTypeInvalid, at);
        }

        var boundary = default(Range);
        if (at < value.Length)
        {
            var defect = ReadParameters(value, ref at, out boundary);
            if (defect != SipDefect.None)
            {
                return new SipFault(defect, at);
            }
        }

        var found = new ContentTypeHeader(type, subtype, value[boundary]);
        if (found.IsMultipart && !IsBoundary(found.Boundary))
        {
            return new SipFault(SipDefect.BoundaryMissing, boundary.Start.Value);
        }

        contentType = found;
        return default;
    }

    private static SipDefect ReadParameters(ReadOnlySpan<byte> value, ref int at, out Range boundary)
    {
        boundary = default;
        var names = default(ParameterNames);
        while (HeaderLexer.TryPass(value, ref at, (byte)';'))
        {
            var defect = HeaderParameter.ReadName(value, ref at, ref names, out var parameter);
            if (defect != SipDefect.None)
            {
                return defect;
            }

            // m-value = token / quoted-string
            var start = at;
            if (!parameter.HasValue || at == value.Length || value[at] == '[')
            {
                return SipDefect.ParameterInvalid;
            }

            defect = parameter.ReadValue(value, ref at);
            if (defect != SipDefect.None)
            {
                return defect;
            }

            if (HeaderLexer.IsToken(parameter.Name(value), "boundary"u8))
            {
                boundary = value[start] == '"' ? (start + 1)..(at - 1) : start..at;
            }
        }

        at = HeaderLexer.SkipLws(value, at);
        return at == value.Length ? SipDefect.None : SipDefect.ValueTrailing;
    }

    private static bool IsBoundary(ReadOnlySpan<byte> boundary)
    {
        return boundary.Length is > 0 and <= MaxBoundary && boundary[^1] != SipOctets.Space && boundary.IndexOfAnyExcept(BoundaryOctets) < 0;
    }
}
