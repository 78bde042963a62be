// SPDX-License-Identifier: MIT

using System.Net.Security;
using System.Net.Sockets;
using FastSipAlg.Configuration.Options;
using FastSipAlg.Transport.Certificates;
using FastSipAlg.Transport.ProxyProtocol;
using FastSipAlg.Transport.Sockets;

namespace FastSipAlg.Transport.Legs;

/// <summary>How we reach the SIP server and whom we take it to be: compiled from a SIP server and a VoIP profile, immutable.</summary>
/// <param name="Addresses">Tried in this order.</param>
/// <param name="ServerName">SNI and the name that the certificate must carry (RFC 5922). A name, not an address, or sessions do not resume.</param>
/// <param name="ClientCertificate">Offered to a SIP server that asks; null: none.</param>
/// <param name="Server">Decides on the SIP server's certificate.</param>
/// <param name="Tls">Versions and cipher suites; null: plain TCP, so that name and certificates do not count.</param>
/// <param name="ConnectTimeout">For name look-up, TCP and TLS together.</param>
/// <param name="SendProxy">Whether it is told first whose connection it is.</param>
public sealed record ServerLegPolicy(
    IReadOnlyList<ServerAddress> Addresses,
    string ServerName,
    SslStreamCertificateContext? ClientCertificate,
    PeerVerifier Server,
    TlsParameters? Tls,
    TimeSpan ConnectTimeout,
    SendProxyProtocol SendProxy);

/// <summary>Opens the server leg: towards the SIP server we are the TLS client, or speak plain TCP.</summary>
public sealed class ServerLegFactory(SocketLoops loops, LegMetrics metrics, TimeProvider time)
{
    private readonly TlsHandshake _handshake = new(loops, metrics, time);

    /// <summary>Waits for its turn, then connects and shakes hands within the policy's deadline; for <paramref name="phone"/>'s flow. Cancelled when that ends meanwhile.</summary>
    public async ValueTask<LegOpening> OpenAsync(ServerLegPolicy policy, Leg? phone, CancellationToken cancellationToken)
    {
        await loops.Lane.BeginFollowing();
        using var deadline = new CancellationTokenSource(policy.ConnectTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        PolledSocket socket;
        FlowAddresses addresses;
        try
        {
            (socket, addresses) = await FlowConnector.ConnectAsync(policy.Addresses, loops.Lane, either.Token);
            if (policy.SendProxy != SendProxyProtocol.Off)
            {
                SendProxyHeader(socket, policy.SendProxy, phone);
            }
        }
        catch (Exception e) when (LegFault.OfConnect(e) is { } reason)
        {
            return LegOpening.Failed(cancellationToken.IsCancellationRequested ? LegEndReason.ClosedByUs : reason, e.Message);
        }

        if (policy.Tls is not { } tls)
        {
            return PlainLeg.Open(LegSide.Server, socket, addresses, phone?.Loop ?? loops.Next(), loops.Lane, metrics);
        }

        await loops.Lane.Enter();
        var abort = either.Token.UnsafeRegister(static socket => ((PolledSocket)socket!).Dispose(), socket);
        var opening = await _handshake.RunAsync(
            LegSide.Server,
            socket,
            addresses,
            phone?.Loop ?? loops.Next(),
            attempt => ShakeHandsAsync(attempt, policy, tls));
        if (abort.Unregister())
        {
            return opening;
        }

        // Its socket is closed, even when the handshake was done a moment before.
        if (opening.Leg is { } leg)
        {
            await leg.ReleaseAsync();
        }

        return cancellationToken.IsCancellationRequested
            ? LegOpening.Failed(LegEndReason.ClosedByUs, opening.Detail)
            : LegOpening.Failed(LegEndReason.ConnectTimedOut, "TLS was not set up in time");
    }

    // In one piece: nothing was sent on this socket before, and its buffer holds more.
    private static void SendProxyHeader(PolledSocket socket, SendProxyProtocol form, Leg? phone)
    {
        var session = phone?.Session;
        var known = new ProxiedPhone(phone?.Addresses, session?.AskedName, session is null or { IsPlain: true } ? null : TlsVersions.OpenSslNameOf(session.Version), session?.HasVerifiedPeer == true);
        var header = form == SendProxyProtocol.V1 ? ProxyHeaderWriter.WriteLine(known) : ProxyHeaderWriter.WriteBinary(known);
        if (socket.Send(header, out var error) != header.Length)
        {
            socket.Dispose();
            throw new SocketException((int)(error == SocketError.Success ? SocketError.NoBufferSpaceAvailable : error));
        }
    }

    private static async ValueTask<LegOpening> ShakeHandsAsync(HandshakeAttempt attempt, ServerLegPolicy policy, TlsParameters tls)
    {
        attempt.Allowed = tls;
        attempt.AskedName = policy.ServerName;
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = policy.ServerName,
            ClientCertificateContext = policy.ClientCertificate,
            CertificateChainPolicy = TlsHandshake.PlatformChain,
            RemoteCertificateValidationCallback = (_, certificate, chain, _) => attempt.Verify(policy.Server, certificate, chain),
        };
        tls.ApplyTo(options);
        attempt.SocketStream.Incoming = attempt.ServerHello;
        await attempt.Stream.AuthenticateAsClientAsync(options);
        return await attempt.SettleAsync();
    }
}
