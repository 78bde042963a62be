// SPDX-License-Identifier: MIT

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FastSipAlg.Sip.Grammar;

namespace FastSipAlg.Sip.Headers;

/// <summary>
/// Hot path: one parameter of a header value, first its name, then its value, because what a value may be depends on the name.
/// generic-param = token [ EQUAL gen-value ];  gen-value = token / host / quoted-string   RFC 3261 §25.1
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal struct HeaderParameter
{
    public int NameStart;
    public int NameLength;

    /// <summary>An equals sign follows the name.</summary>
    public bool HasValue;

    public readonly ReadOnlySpan<byte> Name(ReadOnlySpan<byte> value) => value.Slice(NameStart, NameLength);

    /// <summary>Reads a name, and passes the equals sign if there is one. <paramref name="at"/> stands behind the semicolon.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static SipDefect ReadName(ReadOnlySpan<byte> value, ref int at, ref ParameterNames names, out HeaderParameter parameter)
    {
        parameter = default;
        var end = HeaderLexer.NameEnd(value, at);
        if (end == at)
        {
            return SipDefect.ParameterInvalid;
        }

        if (!names.TryAdd(value, at, end - at))
        {
            return SipDefect.ParameterRepeated;
        }

        parameter.NameStart = at;
        parameter.NameLength = end - at;
        at = end;
        parameter.HasValue = HeaderLexer.TryPass(value, ref at, (byte)'=');
        return SipDefect.None;
    }

    /// <summary>Reads a value of a parameter that has one, or the nothing of another.</summary>
    public readonly SipDefect ReadValue(ReadOnlySpan<byte> value, ref int at)
    {
        if (HasValue)
        {
            var first = at < value.Length ? value[at] : SipOctets.Nul;
            if (first == '"')
            {
                var defect = HeaderLexer.ReadQuotedString(value, ref at);
                if (defect != SipDefect.None)
                {
                    return defect;
                }
            }
            else if (first == '[')
            {
                if (!HostSyntax.TryRead(value, ref at))
                {
                    return SipDefect.ParameterInvalid;
                }
            }
            else
            {
                var start = at;
                at = HeaderLexer.TokenEnd(value, at);
                if (at == start)
                {
                    return SipDefect.ParameterInvalid;
                }
            }
        }

        return HeaderLexer.IsDelimited(value, at) ? SipDefect.None : SipDefect.ParameterInvalid;
    }

    /// <summary>Reads a value that must be a token; <paramref name="defect"/> when it is not.</summary>
    public readonly SipDefect ReadToken(ReadOnlySpan<byte> value, ref int at, SipDefect defect)
    {
        var start = at;
        at = HasValue ? HeaderLexer.TokenEnd(value, at) : at;
        return at > start && HeaderLexer.IsDelimited(value, at) ? SipDefect.None : defect;
    }
}
