// SPDX-License-Identifier: MIT

using FastSipAlg.Sip.Grammar;

namespace FastSipAlg.Sip.Messages;

/// <summary>A place in a message as people name it: physical line and column, both from 1, the column in octets.</summary>
public readonly record struct MessagePlace(int Line, int Column)
{
    /// <summary>The place of the octet at <paramref name="offset"/>; one behind the last octet is a place too.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside the message.</exception>
    public static MessagePlace Of(ReadOnlySpan<byte> message, int offset)
    {
        var before = message[..offset];
        return new MessagePlace(before.Count(SipOctets.Lf) + 1, offset - before.LastIndexOf(SipOctets.Lf));
    }

    /// <summary>The physical line in which <paramref name="offset"/> stands, without its CRLF or LF.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside the message.</exception>
    public static ReadOnlySpan<byte> LineAt(ReadOnlySpan<byte> message, int offset)
    {
        var line = message[(message[..offset].LastIndexOf(SipOctets.Lf) + 1)..];
        var end = line.IndexOf(SipOctets.Lf);
        if (end < 0)
        {
            return line;
        }

        return end > 0 && line[end - 1] == SipOctets.Cr ? line[..(end - 1)] : line[..end];
    }
}
