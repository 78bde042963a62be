// SPDX-License-Identifier: MIT

using System.Text;
using FastSipAlg.Sip.Grammar;
using FastSipAlg.Sip.Sdp;

namespace FastSipAlg.Tests.Sip.Sdp;

/// <summary>Runs the reader over a body and writes down what comes out.</summary>
internal static class SdpFaults
{
    /// <summary>Marks the place of the one fault that is expected.</summary>
    public const char Mark = '¦';

    // The slots of a session description in their order, each with the line that a sound one has there, if any.
    private static readonly (char Letter, string Line)[] Slots =
    [
        ('v', "v=0"), ('o', "o=- 1 1 IN IP4 192.0.2.1"), ('s', "s=-"), ('i', ""), ('u', ""), ('e', ""), ('p', ""), ('c', "c=IN IP4 192.0.2.1"), ('b', ""),
        ('t', "t=0 0"), ('r', ""), ('z', ""), ('k', ""), ('a', ""), ('m', "m=audio 4000 RTP/AVP 8"),
    ];

    public static List<SdpFault> Of(ReadOnlySpan<byte> body)
    {
        var reader = new SdpReader(body);
        var found = new List<SdpFault>();
        while (reader.Next(out var fault))
        {
            Assert.False(fault.Fault.IsNone);
            Assert.InRange(fault.Fault.Offset, 0, body.Length);
            Assert.Contains(fault.Line, "\0vosicbzkatrm");
            found.Add(fault);
        }

        Assert.False(reader.Next(out _));
        return found;
    }

    public static List<SdpFault> Of(string body) => Of(Encoding.Latin1.GetBytes(body));

    /// <summary>A session description that is sound but for <paramref name="line"/>, which stands in the place of its letter.</summary>
    public static string With(string line)
    {
        var lines = Slots.Select(slot => slot.Letter == line[0] ? line : slot.Line).Where(text => text.Length > 0);
        return string.Concat(lines.Select(text => text + "\r\n"));
    }

    /// <summary>The body without its mark is expected to have this fault where the mark stands, and no other.</summary>
    public static void AreOnly(char line, SipDefect defect, string marked)
    {
        var offset = marked.IndexOf(Mark, StringComparison.Ordinal);
        var fault = Assert.Single(Of(marked.Remove(offset, 1)));
        Assert.Equal(new SdpFault(line, new SipFault(defect, offset)), fault);
    }
}
