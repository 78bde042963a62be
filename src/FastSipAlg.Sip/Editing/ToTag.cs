// SPDX-License-Identifier: MIT

using System.Security.Cryptography;
using System.Text;
using FastSipAlg.Sip.Grammar;
using FastSipAlg.Sip.Headers;

namespace FastSipAlg.Sip.Editing;

/// <summary>The tag of a To value: whether it has one, and a new one.</summary>
internal static class ToTag
{
    /// <summary>Octets of what <see cref="Write"/> writes.</summary>
    public const int Length = 5 + (2 * RandomLength);

    // RFC 3261 §19.3 asks for 32 bits of randomness at least.
    private const int RandomLength = 8;

    /// <summary>
    /// Looks for a tag parameter outside quotes and angle brackets. False when <paramref name="value"/> ends inside either, or a quoted string
    /// is broken, so that nobody can say what is a parameter.
    /// </summary>
    public static bool TryFind(ReadOnlySpan<byte> value, out bool isTagged)
    {
        // To = ( name-addr / addr-spec ) *( SEMI to-param );  to-param = "tag" EQUAL token / generic-param   RFC 3261 §25.1
        isTagged = false;
        for (var index = 0; index < value.Length; index++)
        {
            switch (value[index])
            {
                case (byte)'"':
                    if (HeaderLexer.ReadQuotedString(value, ref index) != SipDefect.None)
                    {
                        return false;
                    }

                    index--;
                    continue;
                case (byte)'<':
                    var length = value[index..].IndexOf((byte)'>');
                    if (length < 0)
                    {
                        return false;
                    }

                    index += length;
                    continue;
                case (byte)';':
                    isTagged |= BeginsWithTag(value[(index + 1)..].TrimStart(SipOctets.FoldedWhiteSpace));
                    continue;
                default:
                    continue;
            }
        }

        return true;
    }

    /// <summary>Writes a parameter that nobody can guess: ";tag=" and 16 hexadecimal digits.</summary>
    public static void Write(Span<byte> target)
    {
        Span<byte> random = stackalloc byte[RandomLength];
        RandomNumberGenerator.Fill(random);
        ";tag="u8.CopyTo(target);
        _ = Convert.TryToHexStringLower(random, target[5..], out _);
    }

    private static bool BeginsWithTag(ReadOnlySpan<byte> parameter)
    {
        return SipOctets.TokenLength(parameter) == 3 && Ascii.EqualsIgnoreCase(parameter[..3], "tag"u8);
    }
}
