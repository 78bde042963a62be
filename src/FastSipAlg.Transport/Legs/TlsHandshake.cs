// SPDX-License-Identifier: MIT

using System.Net.Security;
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
    /// Runs <paramref name="authenticate"/> over <paramref name="socket"/>, which belongs to the leg afterwards and is closed when there is none. Called in the lane; <paramref name="loop"/> carries
    /// the leg's messages.
    /// <paramref name="refusal"/> gives the sentence why the peer's certificate was refused, null when it was not.
    /// </summary>
    public async ValueTask<LegOpening> RunAsync(
        LegSide side,
        PolledSocket socket,
        FlowAddresses addresses,
        PollLoop loop,
        Func<SslStream, Task> authenticate,
        Func<string?> refusal)
    {
        var started = time.GetTimestamp();
        var socketStream = new SocketStream(socket, loops.Lane);
        var stream = new SslStream(socketStream);
        try
        {
            socket.MoveTo(loops.Lane.Loop);
            await authenticate(stream);
            socket.MoveTo(loop);
            RecordBuffers.ReleaseWhenEmpty(stream);
            var session = new TlsSession(stream.SslProtocol, stream.NegotiatedCipherSuite);
            var leg = new Leg(side, addresses, socket, socketStream, stream, session, loop, metrics);
            metrics.HandshakeEnded(side, LegEndReason.None, leg.Session, time.GetElapsedTime(started));
            return new LegOpening(leg, LegEndReason.None, null);
        }
        catch (Exception e) when (LegFault.OfHandshake(e) is { } reason)
        {
            await stream.DisposeAsync();
            var sentence = refusal();
            if (sentence is not null)
            {
                reason = LegEndReason.PeerRefused;
            }

            metrics.HandshakeEnded(side, reason, TlsSession.None, time.GetElapsedTime(started));
            return LegOpening.Failed(reason, sentence ?? InnermostMessage(e));
        }
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
