// SPDX-License-Identifier: MIT

using FastSipAlg.Transport.Sockets;

namespace FastSipAlg.Transport.Legs;

/// <summary>A leg without TLS (<c>ssl-mode off</c>): the socket's octets are the leg's. There is nothing to shake hands about, so it cannot fail.</summary>
internal static class PlainLeg
{
    public static LegOpening Open(LegSide side, PolledSocket socket, FlowAddresses addresses, PollLoop loop, SlowLane lane, LegMetrics metrics)
    {
        socket.MoveTo(loop);
        var stream = new SocketStream(socket, lane);
        return new LegOpening(new Leg(side, addresses, socket, stream, stream, TlsSession.Plain, loop, metrics), LegEndReason.None, null);
    }
}
