// SPDX-License-Identifier: MIT

using System.Net.Security;
using FastSipAlg.Transport.Certificates;
using FastSipAlg.Transport.Sockets;

namespace FastSipAlg.Transport.Legs;

/// <summary>How we speak TLS with phones: compiled from a VoIP profile, immutable.</summary>
/// <param name="Certificate">Shown to every phone. One context per certificate, or sessions do not resume.</param>
/// <param name="Phones">Whose certificates are accepted; null: phones are not asked for one.</param>
/// <param name="Tls">Versions and cipher suites.</param>
/// <param name="AllowRenegotiation">Whether a phone may renegotiate (TLS 1.2).</param>
public sealed record PhoneTlsPolicy(SslStreamCertificateContext Certificate, PeerVerifier? Phones, TlsParameters Tls, bool AllowRenegotiation);

/// <summary>Makes a phone leg of an accepted connection: towards the phone we are the TLS server, or speak plain TCP.</summary>
public sealed class PhoneLegFactory(SocketLoops loops, LegMetrics metrics, TimeProvider time)
{
    private readonly TlsHandshake _handshake = new(loops, metrics, time);

    /// <summary>Shakes hands, unless <paramref name="policy"/> is null: then the leg is plain. Called in the lane. There is no deadline in here: whoever watches the flow aborts the socket.</summary>
    public ValueTask<LegOpening> OpenAsync(AcceptedSocket connection, PhoneTlsPolicy? policy)
    {
        if (policy is null)
        {
            return ValueTask.FromResult(PlainLeg.Open(LegSide.Phone, connection.Socket, connection.Addresses, loops.Next(), loops.Lane, metrics));
        }

        string? refusal = null;
        var options = new SslServerAuthenticationOptions
        {
            ServerCertificateContext = policy.Certificate,
            AllowRenegotiation = policy.AllowRenegotiation,
            ClientCertificateRequired = policy.Phones is not null,
            CertificateChainPolicy = TlsHandshake.PlatformChain,
        };
        policy.Tls.ApplyTo(options);
        if (policy.Phones is { } phones)
        {
            options.RemoteCertificateValidationCallback = (_, certificate, chain, _) => phones.Verify(certificate, chain, out _, out refusal);
        }

        return _handshake.RunAsync(
            LegSide.Phone,
            connection.Socket,
            connection.Addresses,
            loops.Next(),
            stream => stream.AuthenticateAsServerAsync(options),
            () => refusal);
    }
}
