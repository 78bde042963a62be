// SPDX-License-Identifier: MIT

using System.Net;
using FastSipAlg.Configuration.Options;
using FastSipAlg.Sip.Framing;
using FastSipAlg.Sip.Grammar;
using FastSipAlg.Sip.Messages;

namespace FastSipAlg.Relay.Flows;

/// <summary>Cold: what a flow has in common with those that shall go to the same target of the SIP server.</summary>
internal static class FlowKey
{
    /// <summary>The phone's address, or the Call-ID of the first of <paramref name="messages"/>; the address, too, where there is none because the server leg opens before it.</summary>
    public static ReadOnlyMemory<byte> Of(TargetBalance balance, IPAddress phone, ReadOnlyMemory<byte> messages, SipFramerLimits limits) => balance switch
    {
        TargetBalance.CallId when CallId(messages.Span, limits) is { Length: > 0 } callId => callId,
        TargetBalance.CallId or TargetBalance.Source => phone.MapToIPv6().GetAddressBytes(),
        _ => ReadOnlyMemory<byte>.Empty,
    };

    private static byte[] CallId(ReadOnlySpan<byte> messages, SipFramerLimits limits)
    {
        var fields = new SipHeaderIndex();
        var framer = new SipFramer(limits, fields);
        return framer.Read(messages, out var length) == FrameStatus.Message
            ? new SipMessageView(messages[..length], framer, fields).ValueOf(SipHeaderId.CallId).ToArray()
            : [];
    }
}
