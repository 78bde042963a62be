// SPDX-License-Identifier: MIT

using FastSipAlg.Sip.Framing;
using FastSipAlg.Sip.Grammar;
using FastSipAlg.Sip.Headers;

namespace FastSipAlg.Relay.Messages;

/// <summary>
/// The calls of one flow that were answered and not ended: from the 2xx to an INVITE (RFC 3261 §12.1) to a BYE of either side. While people talk nothing is said on the flow, and yet it must
/// not be closed. A call whose BYE never comes stays for as long as the flow.
/// </summary>
internal sealed class OpenCalls
{
    /// <summary>Ours: more than a trunk carries. What comes beyond is not remembered, so a peer that invents calls takes no memory.</summary>
    private const int Limit = 4096;

    private HashSet<ulong>? _calls;
    private int _count;

    public int Count => Volatile.Read(ref _count);

    /// <summary>Whether a message begins or ends a call, and <see cref="Note"/> has to see it.</summary>
    public static bool Concerns(SipFramer framer) => framer.IsRequest
        ? framer.Method == SipMethod.Bye
        : framer is { Method: SipMethod.Invite, StatusCode: >= 200 and < 300 };

    /// <summary>Of either direction, from either pump.</summary>
    public void Note(ReadOnlySpan<byte> message, bool isRequest, SipHeaderIndex fields)
    {
        var call = IdOf(message, fields);
        lock (this)
        {
            if (isRequest)
            {
                _calls?.Remove(call);
            }
            else if (_count < Limit)
            {
                // A 2xx is repeated until its ACK comes (§13.3.1.4), and each re-INVITE has its own: it is one call.
                (_calls ??= []).Add(call);
            }

            Volatile.Write(ref _count, _calls?.Count ?? 0);
        }
    }

    // A dialog is named by Call-ID and both tags (§12); whoever sends the BYE has them the other way round, so their sum counts.
    private static ulong IdOf(ReadOnlySpan<byte> message, SipHeaderIndex fields)
    {
        var tags = Hash(TagOf(message, fields, SipHeaderId.From)) + Hash(TagOf(message, fields, SipHeaderId.To));
        return ((ulong)Hash(ValueOf(message, fields, SipHeaderId.CallId)) << 32) | tags;
    }

    private static ReadOnlySpan<byte> TagOf(ReadOnlySpan<byte> message, SipHeaderIndex fields, SipHeaderId header) =>
        NameAddr.Read(ValueOf(message, fields, header), out var address).IsNone ? address.Tag : [];

    private static ReadOnlySpan<byte> ValueOf(ReadOnlySpan<byte> message, SipHeaderIndex fields, SipHeaderId header) =>
        fields.IndexOf(header) is >= 0 and var index ? message.Slice(fields[index].ValueStart, fields[index].ValueLength) : [];

    // Seeded at random by the runtime: nobody can make two calls look like one.
    private static uint Hash(ReadOnlySpan<byte> octets)
    {
        var hash = default(HashCode);
        hash.AddBytes(octets);
        return (uint)hash.ToHashCode();
    }
}
