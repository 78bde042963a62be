// SPDX-License-Identifier: MIT

using FastSipAlg.Relay.Diagnostics;
using FastSipAlg.Relay.Messages;
using FastSipAlg.Relay.Policy;
using FastSipAlg.Tracking.Flows;
using FastSipAlg.Transport.Legs;

namespace FastSipAlg.Relay.Flows;

/// <summary>Keep-alives over both legs of a flow: sends the pings that <see cref="PingWatch"/> asks for, and ends the flow whose peer is wedged.</summary>
internal sealed class FlowPings(LegPair pair, RelayPolicy policy, RelayMetrics metrics)
{
    private PingWatch? _phone;
    private PingWatch? _server;

    public bool PingsServer => _server is not null;

    public void WatchPhone(RelayPump fromPhone, Leg phone) => _phone = Watch(policy.PhonePings, fromPhone, phone);

    public void WatchServer(RelayPump fromServer, Leg server) => _server = Watch(policy.ServerPings, fromServer, server);

    /// <summary>Called by the heartbeat.</summary>
    public void Beat(long now)
    {
        Beat(_server, now, MessageDirection.ServerToPhone, FlowEndReason.ServerPongTimedOut);
        Beat(_phone, now, MessageDirection.PhoneToServer, FlowEndReason.PhonePongTimedOut);
    }

    private PingWatch? Watch(PingPolicy? pings, RelayPump fromPeer, Leg leg) => pings is null ? null : new PingWatch(pings, fromPeer, leg, pair.Id.Value);

    private void Beat(PingWatch? pings, long now, MessageDirection answers, FlowEndReason wedged)
    {
        switch (pings?.Beat(now))
        {
            case PingWatch.Verdict.Ping:
                metrics.PingSent(answers);
                _ = PingAsync(pings);
                break;
            case PingWatch.Verdict.Wedged:
                pair.End(wedged, null);
                break;
        }
    }

    // Between two messages: the writer writes whole ones.
    private async Task PingAsync(PingWatch pings)
    {
        try
        {
            pings.FromPeer.AwaitPong();
            if (await pings.Leg.Writer.WriteAsync(LocalAnswer.Ping) is not LegEndReason.None and not LegEndReason.ClosedByUs and var reason)
            {
                pair.End(pings.Leg.Side, reason, "when it was pinged");
            }
        }
        catch (Exception e)
        {
            pair.EndByBug(e);
        }
    }
}
