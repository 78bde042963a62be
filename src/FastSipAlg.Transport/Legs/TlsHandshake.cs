// SPDX-License-Identifier: MIT

using System.Security.Authentication;
using FastSipAlg.Transport.Sockets;

namespace FastSipAlg.Transport.Legs;

/// <summary>One handshake, in the lane, measured, and its exceptions made into a <see cref="LegOpening"/>.</summary>
internal sealed class TlsHandshake(SocketLoops loops, LegMetrics metrics, TimeProvider time)
{
    /// <summary>
    /// Runs <paramref name="shake"/> over <paramref name="socket"/>, which belongs to the leg afterwards and is closed when there is none. Called in the lane; <paramref name="loop"/> carries
    /// the leg's messages. What <paramref name="shake"/> gives is <see cref="LegOpening.Done"/>, or why it refuses the peer itself.
    /// </summary>
    public async ValueTask<LegOpening> RunAsync(
        LegSide side,
        PolledSocket socket,
        FlowAddresses addresses,
        PollLoop loop,
        Func<HandshakeAttempt, ValueTask<LegOpening>> shake)
    {
        var started = time.GetTimestamp();
        var attempt = new HandshakeAttempt(side, new SocketStream(socket, loops.Lane));
        LegOpening failed;
        HandshakeProblem problem;
        try
        {
            socket.MoveTo(loops.Lane.Loop);
            failed = await shake(attempt);
            await loops.Lane.Enter();
            if (failed == LegOpening.Done)
            {
                socket.MoveTo(loop);
                RecordBuffers.ReleaseWhenEmpty(attempt.Stream);
                StopWatching(side, attempt);
                var session = new TlsSession(attempt.Stream.SslProtocol, attempt.Stream.NegotiatedCipherSuite)
                {
                    IsResumed = attempt.ServerHello.IsResumed,
                    AskedName = attempt.Hello?.ServerName,
                    HasVerifiedPeer = attempt.HasVerifiedPeer,
                };
                var leg = new Leg(side, addresses, socket, attempt.SocketStream, attempt.Stream, session, loop, metrics);
                metrics.HandshakeSucceeded(side, session, time.GetElapsedTime(started));
                return new LegOpening(leg, LegEndReason.None, null);
            }

            problem = attempt.Refusal;
        }
        catch (Exception e) when (LegFault.OfHandshake(e) is { } reason)
        {
            (problem, var sentence) = HandshakeFault.Of(e, reason, attempt);
            failed = LegOpening.Failed(problem == HandshakeProblem.PeerCertificateRefused ? LegEndReason.PeerRefused : reason, sentence);
        }

        await attempt.Stream.DisposeAsync();
        metrics.HandshakeFailed(side, failed.Failure, problem, attempt.AwaitsHello, time.GetElapsedTime(started));
        return failed with { Detail = Describe(failed.Detail, problem, attempt) };
    }

    private static void StopWatching(LegSide side, HandshakeAttempt attempt)
    {
        attempt.SocketStream.Outgoing = null;

        // TLS 1.3 has no renegotiation to be seen.
        if (side == LegSide.Server || attempt.Stream.SslProtocol == SslProtocols.Tls13)
        {
            attempt.SocketStream.Incoming = null;
        }
    }

    // What failed, what the phone offers, what we allow or, to a SIP server, offer; as far as each is known.
    private static string Describe(string? sentence, HandshakeProblem problem, HandshakeAttempt attempt)
    {
        var parts = new List<string> { sentence ?? "it was refused" };
        if (attempt.Hello is { } hello)
        {
            parts.Add(HandshakeText.Offer(hello));
        }

        // A certificate is not refused because of a version or a suite.
        if (problem != HandshakeProblem.PeerCertificateRefused && attempt.Allowed is { } tls)
        {
            parts.Add(attempt.AskedName is { } name ? $"{HandshakeText.Allowed(tls)} sni={name}" : HandshakeText.Allowed(tls));
        }

        return string.Join("; ", parts);
    }
}
