// SPDX-License-Identifier: MIT

using System.Security.Cryptography.X509Certificates;
using FastSipAlg.Transport.Certificates;
using FastSipAlg.Transport.Sockets;

namespace FastSipAlg.Transport.Legs;

/// <summary>One handshake, in the lane, measured, and its exceptions made into a <see cref="LegOpening"/>.</summary>
internal sealed class TlsHandshake(SocketLoops loops, LegMetrics metrics, TimeProvider time)
{
    /// <summary>
    /// For the chain that SslStream builds before it asks our <see cref="PeerVerifier"/>, whose verdict alone counts. It must trust nobody and above all fetch nothing: else a stranger's
    /// certificate says where we send requests. What the peer sent along reaches the verifier all the same. SslStream works on copies of it.
    /// </summary>
    internal static X509ChainPolicy PlatformChain { get; } = new()
    {
        TrustMode = X509ChainTrustMode.CustomRootTrust,
        DisableCertificateDownloads = true,
        RevocationMode = X509RevocationMode.NoCheck,
    };

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
        var attempt = new HandshakeAttempt(new SocketStream(socket, loops.Lane));
        LegOpening failed;
        try
        {
            socket.MoveTo(loops.Lane.Loop);
            failed = await shake(attempt);
            await loops.Lane.Enter();
            if (failed == LegOpening.Done)
            {
                socket.MoveTo(loop);
                RecordBuffers.ReleaseWhenEmpty(attempt.Stream);
                var leg = new Leg(side, addresses, socket, attempt.SocketStream, attempt.Stream, loop, metrics);
                metrics.HandshakeEnded(side, LegEndReason.None, leg.Session, time.GetElapsedTime(started));
                return new LegOpening(leg, LegEndReason.None, null);
            }
        }
        catch (Exception e) when (LegFault.OfHandshake(e) is { } reason)
        {
            failed = attempt.CertificateRefusal is { } refusal ? LegOpening.Failed(LegEndReason.PeerRefused, refusal) : LegOpening.Failed(reason, InnermostMessage(e));
        }

        await attempt.Stream.DisposeAsync();
        metrics.HandshakeEnded(side, failed.Failure, TlsSession.None, time.GetElapsedTime(started));
        return failed;
    }

    // SslStream wraps what OpenSSL says in "Authentication failed, see inner exception."
    private static string InnermostMessage(Exception exception)
    {
        while (exception.InnerException is { } inner)
        {
            exception = inner;
        }

        return exception.Message;
    }
}
