// SPDX-License-Identifier: MIT

using FastSipAlg.Relay.Policy;
using FastSipAlg.Transport.Legs;

namespace FastSipAlg.Relay.Flows;

/// <summary>
/// Our keep-alives over one leg (RFC 5626 §3.5.1): a peer that has been silent is pinged, and one that then says nothing is wedged. Beaten by the heartbeat alone.
/// A phone is pinged once it has pinged us, and its pong is waited for once it has sent one: no RFC obliges a phone to answer, only a server (RFC 5626 §5.4).
/// </summary>
internal sealed class PingWatch(PingPolicy policy, RelayPump fromPeer, Leg leg, long flow)
{
    // RFC 5626 §4.4.1: 80 to 100 % of the interval, so that flows which began together do not ping together.
    private readonly long _interval = policy.Interval - (policy.Interval / 5 * (flow % 16) / 16);

    // When the ping went that has no answer yet; 0: none.
    private long _sent;
    private long _lastSent;

    public enum Verdict : byte
    {
        /// <summary>Nothing is to be done.</summary>
        Wait,

        /// <summary>A ping is to be sent.</summary>
        Ping,

        /// <summary>No answer came in time.</summary>
        Wedged,
    }

    public Leg Leg => leg;

    public RelayPump FromPeer => fromPeer;

    public Verdict Beat(long now)
    {
        if (_sent > 0)
        {
            if (fromPeer.LastRead < _sent)
            {
                return now - _sent > policy.PongTimeout && MustAnswer ? Verdict.Wedged : PingAgain(now);
            }

            _sent = 0;
        }

        return PingAgain(now);
    }

    private bool MustAnswer => leg.Side == LegSide.Server || fromPeer.Pongs > 0;

    private Verdict PingAgain(long now)
    {
        if (leg.Side == LegSide.Phone && fromPeer.Pings == 0)
        {
            // The interval begins when it has: its ping may be counted before it is answered.
            _lastSent = now;
            return Verdict.Wait;
        }

        if (now - Math.Max(fromPeer.LastRead, _lastSent) < _interval)
        {
            return Verdict.Wait;
        }

        _lastSent = now;
        _sent = _sent == 0 ? now : _sent;
        return Verdict.Ping;
    }
}
