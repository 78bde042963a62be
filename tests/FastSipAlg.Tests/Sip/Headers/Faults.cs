// SPDX-License-Identifier: MIT

using System.Text;
using FastSipAlg.Sip.Grammar;

namespace FastSipAlg.Tests.Sip.Headers;

/// <summary>Values as Latin-1 text, because some hold octets that are no text.</summary>
internal static class Faults
{
    public delegate SipFault Check(ReadOnlySpan<byte> value);

    public static SipFault Of(Check check, string value) => check(Encoding.Latin1.GetBytes(value));

    /// <summary>The value is sound, and every value made from it by one other octet or by cutting it short is judged without an exception, inside it.</summary>
    public static void AreNone(Check check, string value)
    {
        var octets = Encoding.Latin1.GetBytes(value);
        Assert.Equal(default, check(octets));
        for (var position = 0; position < octets.Length; position++)
        {
            AssertInside(check(octets.AsSpan(0, position)), position);
            foreach (var octet in "\0\t\r\n \"%'()*,/:;<=>?@[\\]a1\u0080\u00ff")
            {
                byte[] mutated = [.. octets];
                mutated[position] = (byte)octet;
                AssertInside(check(mutated), octets.Length);
            }
        }
    }

    public static void AssertInside(SipFault fault, int length) => Assert.InRange(fault.Offset, 0, fault.IsNone ? 0 : length);
}
