// SPDX-License-Identifier: MIT

using FastSipAlg.Sip.Grammar;

namespace FastSipAlg.Sip.Headers;

/// <summary>
/// Hot path: one address with its parameters: From, To and others that have a single value. Says nothing after a fault.
/// From = ( "From" / "f" ) HCOLON ( name-addr / addr-spec ) *( SEMI from-param )   RFC 3261 §25.1
/// </summary>
public readonly ref struct NameAddr
{
    private readonly ReadOnlySpan<byte> _value;
    private readonly AddressParts _parts;
    private readonly int _end;
    private readonly Range _tag;

    private NameAddr(ReadOnlySpan<byte> value, scoped in AddressParts parts, int end, Range tag)
    {
        _value = value;
        _parts = parts;
        _end = end;
        _tag = tag;
    }

    /// <summary>As it stands there, quotes and escapes included; empty for none.</summary>
    public ReadOnlySpan<byte> DisplayName => _value.Slice(_parts.DisplayStart, _parts.DisplayLength);

    /// <summary>Without angle brackets.</summary>
    public ReadOnlySpan<byte> Uri => _value.Slice(_parts.UriStart, _parts.UriLength);

    public SipUriScheme Scheme => _parts.Scheme;

    /// <summary>What stands behind the address, from the first semicolon on; empty for none.</summary>
    public ReadOnlySpan<byte> Parameters => _value[HeaderLexer.SkipLws(_value, _end)..];

    /// <summary>Empty for none.</summary>
    public ReadOnlySpan<byte> Tag => _value[_tag];

    public bool HasTag => _tag.End.Value > 0;

    /// <summary>Checks a whole value that is one address.</summary>
    public static SipFault Read(ReadOnlySpan<byte> value, out NameAddr address)
    {
        address = default;
        if (value.IsEmpty)
        {
            return new SipFault(SipDefect.ValueEmpty, 0);
        }

        var at = 0;
        var defect = AddressSyntax.Read(value, ref at, isList: false, out var parts);
        if (defect != SipDefect.None)
        {
            return new SipFault(defect, at);
        }

        var end = at;
        defect = AddressParameters.Read(value, ref at, KnownParameters.Tag, out var tag);
        if (defect == SipDefect.None && at < value.Length)
        {
            defect = SipDefect.ValueTrailing;
        }

        if (defect != SipDefect.None)
        {
            return new SipFault(defect, at);
        }

        address = new NameAddr(value, parts, end, tag);
        return default;
    }
}
