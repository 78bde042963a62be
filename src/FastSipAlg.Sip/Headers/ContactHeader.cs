// SPDX-License-Identifier: MIT

using FastSipAlg.Sip.Grammar;

namespace FastSipAlg.Sip.Headers;

/// <summary>
/// Hot path: a Contact value. Says nothing after a fault.
/// Contact = ( "Contact" / "m" ) HCOLON ( STAR / ( contact-param *( COMMA contact-param ) ) )   RFC 3261 §25.1
/// </summary>
public readonly ref struct ContactHeader
{
    private ContactHeader(bool isWildcard, int count)
    {
        IsWildcard = isWildcard;
        Count = count;
    }

    /// <summary>The value is "*": all contacts (RFC 3261 §10.2.2).</summary>
    public bool IsWildcard { get; }

    /// <summary>Addresses; 0 for "*".</summary>
    public int Count { get; }

    /// <summary>Checks a whole Contact value, every address in it.</summary>
    public static SipFault Read(ReadOnlySpan<byte> value, out ContactHeader contact)
    {
        contact = default;
        if (value.IsEmpty)
        {
            return new SipFault(SipDefect.ValueEmpty, 0);
        }

        var at = 0;
        var count = 0;
        while (true)
        {
            var defect = IsStar(value, at) ? ReadStar(value, ref at, count) : ReadElement(value, ref at);
            if (defect != SipDefect.None)
            {
                return new SipFault(defect, at);
            }

            count++;
            if (at == value.Length)
            {
                var isWildcard = count == 1 && value[0] == '*' && IsStar(value, 0);
                contact = new ContactHeader(isWildcard, isWildcard ? 0 : count);
                return default;
            }

            at = HeaderLexer.SkipLws(value, at + 1);
        }
    }

    // A display name may begin with a star, too.
    private static bool IsStar(ReadOnlySpan<byte> value, int at)
    {
        if ((uint)at >= (uint)value.Length || value[at] != '*')
        {
            return false;
        }

        var next = HeaderLexer.SkipLws(value, at + 1);
        return next == value.Length || value[next] is (byte)',' or (byte)';';
    }

    private static SipDefect ReadStar(ReadOnlySpan<byte> value, ref int at, int count)
    {
        var end = HeaderLexer.SkipLws(value, at + 1);
        if (count > 0 || (end < value.Length && value[end] == ','))
        {
            return SipDefect.ContactWildcardMisplaced;
        }

        at = end;
        return end == value.Length ? SipDefect.None : SipDefect.ValueTrailing;
    }

    // contact-param = ( name-addr / addr-spec ) *( SEMI contact-params )   RFC 3261 §25.1
    private static SipDefect ReadElement(ReadOnlySpan<byte> value, ref int at)
    {
        if (at == value.Length || value[at] == ',')
        {
            return SipDefect.ListElementEmpty;
        }

        var defect = AddressSyntax.Read(value, ref at, isList: true, out _);
        return defect == SipDefect.None ? AddressParameters.Read(value, ref at, KnownParameters.Contact, out _) : defect;
    }
}
