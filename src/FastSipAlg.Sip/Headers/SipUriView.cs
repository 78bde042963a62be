// SPDX-License-Identifier: MIT

using System.Buffers.Binary;
using FastSipAlg.Sip.Grammar;

namespace FastSipAlg.Sip.Headers;

/// <summary>Hot path: a URI and its parts. Nothing but <see cref="Octets"/> means anything after a fault.</summary>
public readonly ref struct SipUriView
{
    private readonly UriParts _parts;

    private SipUriView(ReadOnlySpan<byte> uri, scoped in UriParts parts)
    {
        Octets = uri;
        _parts = parts;
    }

    public ReadOnlySpan<byte> Octets { get; }

    public SipUriScheme Scheme => _parts.Scheme;

    public ReadOnlySpan<byte> SchemeName => Octets[.._parts.SchemeLength];

    /// <summary>The user of a sip or sips URI, without the password; the number of a tel URI; else empty.</summary>
    public ReadOnlySpan<byte> User => Octets[_parts.UserStart.._parts.UserEnd];

    /// <summary>The host of a sip or sips URI, an IPv6 address with its brackets; else empty.</summary>
    public ReadOnlySpan<byte> Host => Octets[_parts.HostStart.._parts.HostEnd];

    /// <summary>0 for none.</summary>
    public int Port => _parts.Port;

    /// <summary>From the first semicolon on; empty for none.</summary>
    public ReadOnlySpan<byte> Parameters => Octets[_parts.ParametersStart.._parts.HeadersStart];

    /// <summary>From the question mark on; empty for none.</summary>
    public ReadOnlySpan<byte> Headers => Octets[_parts.HeadersStart.._parts.End];

    /// <summary>
    /// Checks the whole URI: sip and sips (RFC 3261 §25.1, RFC 5954), tel (RFC 3966), and of any other scheme the octets (RFC 3986).
    /// </summary>
    public static SipFault Read(ReadOnlySpan<byte> uri, out SipUriView view)
    {
        var parts = default(UriParts);
        var at = 0;
        var defect = Read(uri, ref at, ref parts);
        if (defect == SipDefect.None)
        {
            view = new SipUriView(uri, parts);
            return default;
        }

        view = new SipUriView(uri, default);
        return new SipFault(UriOctets.Refine(defect, uri, at), at);
    }

    /// <summary>Checks the whole URI; <paramref name="at"/> is then where a defect is.</summary>
    internal static SipDefect Check(ReadOnlySpan<byte> uri, ref int at, out SipUriScheme scheme)
    {
        var parts = default(UriParts);
        var defect = Read(uri, ref at, ref parts);
        scheme = parts.Scheme;
        return defect == SipDefect.None ? defect : UriOctets.Refine(defect, uri, at);
    }

    private static SipDefect Read(ReadOnlySpan<byte> uri, ref int at, ref UriParts parts)
    {
        // Letters differ from their other case in one bit.
        var head = uri.Length >= 4 ? BinaryPrimitives.ReadUInt32LittleEndian(uri) : 0;
        if ((head | 0x0020_2020) == 0x3A70_6973)
        {
            parts.Scheme = SipUriScheme.Sip;
            parts.SchemeLength = 3;
            at = 4;
            return SipUriSyntax.Read(uri, ref at, ref parts);
        }

        if ((head | 0x2020_2020) == 0x7370_6973 && uri.Length > 4 && uri[4] == ':')
        {
            parts.Scheme = SipUriScheme.Sips;
            parts.SchemeLength = 4;
            at = 5;
            return SipUriSyntax.Read(uri, ref at, ref parts);
        }

        if ((head | 0x0020_2020) == 0x3A6C_6574)
        {
            parts.Scheme = SipUriScheme.Tel;
            parts.SchemeLength = 3;
            at = 4;
            return TelUriSyntax.Read(uri, ref at, ref parts);
        }

        return UriOctets.ReadAbsolute(uri, ref at, ref parts);
    }
}
