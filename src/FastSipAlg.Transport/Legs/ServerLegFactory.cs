// SPDX-License-Identifier: MIT

using System.Net.Security;
using System.Net.Sockets;
using FastSipAlg.Configuration.Options;
using FastSipAlg.Transport.Certificates;
using FastSipAlg.Transport.ProxyProtocol;
using FastSipAlg.Transport.Servers;
using FastSipAlg.Transport.Sockets;

namespace FastSipAlg.Transport.Legs;

/// <summary>Opens the server leg: towards the SIP server we are the TLS client, or speak plain TCP. Of several targets one after the other, until one has shaken hands.</summary>
public sealed class ServerLegFactory(SocketLoops loops, LegMetrics metrics, TimeProvider time)
{
    /// <summary>An attempt is not given up sooner while there is time left: a handshake over the sea and back twice takes less.</summary>
    private static readonly TimeSpan ShortestAttempt = TimeSpan.FromSeconds(1);

    private readonly TlsHandshake _handshake = new(loops, metrics, time);

    /// <summary>
    /// Waits for its turn, then connects and shakes hands within the policy's deadline, however many targets it tries; for <paramref name="phone"/>'s flow. Cancelled when that ends meanwhile.
    /// <paramref name="key"/>: what the flow has in common with others that shall go to the same target.
    /// </summary>
    public async ValueTask<LegOpening> OpenAsync(ServerLegPolicy policy, ReadOnlyMemory<byte> key, Leg? phone, CancellationToken cancellationToken)
    {
        await loops.Lane.BeginFollowing();
        var started = time.GetTimestamp();
        using var deadline = new CancellationTokenSource(policy.ConnectTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        IReadOnlyList<ServerTarget> targets;
        try
        {
            targets = await policy.Servers.ChooseAsync(key, either.Token);
        }
        catch (OperationCanceledException)
        {
            return LegOpening.Failed(
                cancellationToken.IsCancellationRequested ? LegEndReason.ClosedByUs : LegEndReason.ConnectTimedOut, "its name was not resolved in time");
        }

        if (targets.Count == 0)
        {
            return LegOpening.Failed(LegEndReason.NameNotResolved, policy.Servers.WhyUnresolved);
        }

        LegOpening? failed = null;
        for (var i = 0; i < targets.Count && !deadline.IsCancellationRequested; i++)
        {
            var target = targets[i];
            if (!target.TryTake(policy.Servers.Policy.MaximumConnections))
            {
                continue;
            }

            var left = policy.ConnectTimeout - time.GetElapsedTime(started);
            var opening = i == targets.Count - 1
                ? await TryAsync(policy, target, phone, either.Token)
                : await TryForAsync(Share(left, targets.Count - i), policy, target, phone, either.Token);
            if (opening.Leg is { } leg)
            {
                leg.Target = target;
                policy.Servers.Succeeded(target);
                return opening;
            }

            target.Release();
            if (cancellationToken.IsCancellationRequested)
            {
                return LegOpening.Failed(LegEndReason.ClosedByUs, opening.Detail);
            }

            policy.Servers.Failed(target, opening.Failure.ToString(), opening.Detail ?? opening.Failure.ToString());
            failed = targets.Count == 1 ? opening : opening with { Detail = $"{(failed is null ? "" : failed.Detail + "; ")}{target.EndPoint}: {opening.Detail}" };
        }

        return failed ?? LegOpening.Failed(LegEndReason.AtCapacity, "every target has max-connections connections");
    }

    /// <summary>Opens a leg to one target, for nobody's flow, to see whether it can be done. It counts neither as an attempt nor as a connection of the target.</summary>
    internal async ValueTask<LegOpening> ProbeAsync(ServerLegPolicy policy, ServerTarget target, CancellationToken cancellationToken)
    {
        await loops.Lane.BeginFollowing();
        return await TryAsync(policy, target, null, cancellationToken);
    }

    // What is left is shared out evenly, so that one that hangs leaves time for those behind it, and the last one gets all of it.
    private static TimeSpan Share(TimeSpan left, int targets)
    {
        var even = left / targets;
        return even > ShortestAttempt ? even : left > ShortestAttempt ? ShortestAttempt : left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    private async ValueTask<LegOpening> TryForAsync(TimeSpan share, ServerLegPolicy policy, ServerTarget target, Leg? phone, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(share, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        return await TryAsync(policy, target, phone, either.Token);
    }

    private async ValueTask<LegOpening> TryAsync(ServerLegPolicy policy, ServerTarget target, Leg? phone, CancellationToken cancellationToken)
    {
        PolledSocket socket;
        FlowAddresses addresses;
        await loops.Lane.Enter();
        try
        {
            (socket, addresses) = await FlowConnector.ConnectAsync(target.EndPoint, loops.Lane.Loop, cancellationToken);
            if (policy.SendProxy != SendProxyProtocol.Off)
            {
                SendProxyHeader(socket, policy.SendProxy, phone);
            }
        }
        catch (Exception e) when (LegFault.OfConnect(e) is { } reason)
        {
            return LegOpening.Failed(reason, e is OperationCanceledException ? "it did not answer in time" : e.Message);
        }

        if (policy.Tls is not { } tls)
        {
            return PlainLeg.Open(LegSide.Server, socket, addresses, phone?.Loop ?? loops.Next(), loops.Lane, metrics);
        }

        await loops.Lane.Enter();
        var abort = cancellationToken.UnsafeRegister(static socket => ((PolledSocket)socket!).Dispose(), socket);
        var opening = await _handshake.RunAsync(
            LegSide.Server,
            socket,
            addresses,
            phone?.Loop ?? loops.Next(),
            attempt => ShakeHandsAsync(attempt, policy, policy.Identities[target.AddressIndex], tls));
        if (abort.Unregister())
        {
            return opening;
        }

        // Its socket is closed, even when the handshake was done a moment before.
        if (opening.Leg is { } leg)
        {
            await leg.ReleaseAsync();
        }

        return LegOpening.Failed(LegEndReason.ConnectTimedOut, "TLS was not set up in time");
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

    private static async ValueTask<LegOpening> ShakeHandsAsync(HandshakeAttempt attempt, ServerLegPolicy policy, ServerIdentity identity, TlsParameters tls)
    {
        attempt.Allowed = tls;
        attempt.AskedName = identity.Name;
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = identity.Name,
            ClientCertificateContext = policy.ClientCertificate,
            CertificateChainPolicy = PeerVerifier.PlatformChain,
            RemoteCertificateValidationCallback = (_, certificate, chain, _) => attempt.Verify(identity.Verifier, certificate, chain),
        };
        tls.ApplyTo(options);
        attempt.SocketStream.Incoming = attempt.ServerHello;
        await attempt.Stream.AuthenticateAsClientAsync(options);
        return await attempt.SettleAsync();
    }
}
