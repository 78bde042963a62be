// SPDX-License-Identifier: MIT

using System.Buffers;
using System.Net.Security;
using System.Security.Authentication;
using FastSipAlg.Configuration.Options;
using FastSipAlg.Transport.Certificates;
using FastSipAlg.Transport.ClientHello;
using FastSipAlg.Transport.Sockets;

namespace FastSipAlg.Transport.Legs;

/// <summary>How we speak TLS with phones: compiled from a VoIP profile, immutable.</summary>
/// <param name="Certificates">Of these, one is shown.</param>
/// <param name="RefusesUnknownNames">What becomes of a phone that asks for a name which no certificate is for: refused, or shown the default.</param>
/// <param name="Phones">Whose certificates are accepted; null: phones are not asked for one.</param>
/// <param name="Tls">Versions and cipher suites.</param>
/// <param name="Renegotiation">What becomes of a phone that renegotiates (up to TLS 1.2), or could only do so insecurely.</param>
public sealed record PhoneTlsPolicy(
    ServerCertificates Certificates, bool RefusesUnknownNames, PeerVerifier? Phones, TlsParameters Tls, ClientRenegotiation Renegotiation);

/// <summary>Makes a phone leg of an accepted connection: towards the phone we are the TLS server, or speak plain TCP.</summary>
public sealed class PhoneLegFactory(SocketLoops loops, LegMetrics metrics, TimeProvider time)
{
    private readonly TlsHandshake _handshake = new(loops, metrics, time);

    /// <summary>Shakes hands, unless <paramref name="policy"/> is null: then the leg is plain. Called in the lane. There is no deadline in here: whoever watches the flow aborts the socket.</summary>
    public ValueTask<LegOpening> OpenAsync(AcceptedSocket connection, PhoneTlsPolicy? policy) => policy is null
        ? ValueTask.FromResult(PlainLeg.Open(LegSide.Phone, connection.Socket, connection.Addresses, loops.Next(), loops.Lane, metrics))
        : _handshake.RunAsync(LegSide.Phone, connection.Socket, connection.Addresses, loops.Next(), attempt => ShakeHandsAsync(attempt, policy));

    // The TLS library would leave a phone without RFC 5746 waiting for an answer.
    private static string? WhyNotToRenegotiate(ClientHelloInfo hello, ClientRenegotiation renegotiation) => renegotiation switch
    {
        ClientRenegotiation.Deny => "which ssl-client-renegotiation denies",
        _ when !hello.SignalsSecureRenegotiation => "which is not safe without RFC 5746 (CVE-2009-3555)",
        _ => null,
    };

    // Without TLS 1.3, which has no renegotiation, RFC 5746 is all that makes one safe.
    private static bool IsSecured(ClientHelloInfo hello, SslProtocols versions) =>
        hello.SignalsSecureRenegotiation || (hello.OffersTls13 && versions.HasFlag(SslProtocols.Tls13));

    private async ValueTask<LegOpening> ShakeHandsAsync(HandshakeAttempt attempt, PhoneTlsPolicy policy)
    {
        var peeked = await ClientHelloPeek.ReadAsync(attempt.SocketStream, ArrayPool<byte>.Shared);
        if (peeked.Hello is not { } hello)
        {
            return await RefuseAsync(attempt, peeked);
        }

        attempt.Hello = hello;
        attempt.Allowed = policy.Tls;
        if (policy.Renegotiation == ClientRenegotiation.Secure && !IsSecured(hello, policy.Tls.Versions))
        {
            attempt.Refusal = HandshakeProblem.RenegotiationNotSecured;
            await attempt.SocketStream.WriteAsync(TlsAlert.FatalRecord(TlsAlert.HandshakeFailure));
            return LegOpening.Failed(LegEndReason.RenegotiationNotSecured, "it does not signal secure renegotiation (RFC 5746), which ssl-client-renegotiation secure asks for");
        }

        if (policy.Certificates.Choose(hello, policy.Tls.Versions, policy.RefusesUnknownNames) is not { } certificate)
        {
            attempt.Refusal = HandshakeProblem.NameUnknown;
            await attempt.SocketStream.WriteAsync(TlsAlert.FatalRecord(TlsAlert.UnrecognizedName));
            return LegOpening.Failed(LegEndReason.HandshakeFailed, $"it asked for {CertificateText.Printable(hello.ServerName!)}, which no certificate is for");
        }

        attempt.SocketStream.Outgoing = attempt.ServerHello;
        attempt.SocketStream.Incoming = new RenegotiationLimit(WhyNotToRenegotiate(hello, policy.Renegotiation), time);
        await attempt.Stream.AuthenticateAsServerAsync(OptionsFor(attempt, policy, certificate));
        return await attempt.SettleAsync();
    }

    private static SslServerAuthenticationOptions OptionsFor(HandshakeAttempt attempt, PhoneTlsPolicy policy, SslStreamCertificateContext certificate)
    {
        var options = new SslServerAuthenticationOptions
        {
            ServerCertificateContext = certificate,
            AllowRenegotiation = policy.Renegotiation != ClientRenegotiation.Deny,
            ClientCertificateRequired = policy.Phones is not null,
            CertificateChainPolicy = PeerVerifier.PlatformChain,
        };
        policy.Tls.ApplyTo(options);
        if (policy.Phones is { } phones)
        {
            options.RemoteCertificateValidationCallback = (_, certificate, chain, _) => attempt.Verify(phones, certificate, chain);
        }

        return options;
    }

    private static async ValueTask<LegOpening> RefuseAsync(HandshakeAttempt attempt, PeekedHello peeked)
    {
        if (peeked.Fault == ClientHelloFault.None)
        {
            attempt.Refusal = HandshakeProblem.NoHello;
            return LegOpening.Failed(LegEndReason.HandshakeAbandoned, "it left before its ClientHello was there");
        }

        if (ClientHelloPeek.AlertFor(peeked.Fault) is not { } alert)
        {
            attempt.Refusal = HandshakeProblem.NotTls;
            return LegOpening.Failed(LegEndReason.NotTls, peeked.Detail);
        }

        attempt.Refusal = HandshakeProblem.HelloMalformed;
        await attempt.SocketStream.WriteAsync(TlsAlert.FatalRecord(alert));
        return LegOpening.Failed(LegEndReason.HandshakeFailed, peeked.Detail);
    }
}
