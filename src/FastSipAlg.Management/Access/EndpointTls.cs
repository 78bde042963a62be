// SPDX-License-Identifier: MIT

using System.Net.Security;
using System.Security.Authentication;
using FastSipAlg.Configuration.Options;
using FastSipAlg.Transport.Certificates;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace FastSipAlg.Management.Access;

/// <summary>
/// TLS of the endpoint, by the certificates in use at each handshake: a reload needs nothing else. A caller may come without a certificate, because probes of health have none; <see cref="CallerCheck"/> asks
/// for it. One that shows a certificate that is not trusted gets no further than the handshake.
/// </summary>
/// <param name="options">Has a certificate; what it names needs a restart to change.</param>
/// <param name="certificates">Gives those in use.</param>
/// <param name="time">Tells the date.</param>
internal sealed class EndpointTls(ManagementOptions options, Func<CertificateStore> certificates, TimeProvider time)
{
    private readonly Lock _lock = new();
    private CertificateStore? _store;
    private LocalCertificate? _shown;
    private PeerVerifier? _callers;

    /// <summary>For Kestrel's callback.</summary>
    public ValueTask<SslServerAuthenticationOptions> OptionsFor(TlsHandshakeCallbackContext connection)
    {
        var (shown, callers) = Current();
        return ValueTask.FromResult(new SslServerAuthenticationOptions
        {
            ServerCertificateContext = shown.Context,
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            ApplicationProtocols = [SslApplicationProtocol.Http11],
            ClientCertificateRequired = callers is not null,
            CertificateChainPolicy = PeerVerifier.PlatformChain,
            RemoteCertificateValidationCallback = (_, certificate, chain, _) =>
            {
                if (certificate is null || callers is null)
                {
                    return true;
                }

                var isTrusted = callers.Verify(certificate, chain, out _, out _, out var pending);
                connection.Connection.Items[typeof(PendingVerdict)] = pending;
                return isTrusted;
            },
        });
    }

    /// <summary>Asks what the handshake left open about the caller's certificate, once a connection. False: it was revoked, or nobody knows.</summary>
    public static async ValueTask<bool> SettleAsync(HttpContext http) =>
        http.Features.Get<IConnectionItemsFeature>()?.Items is not { } items
        || !items.Remove(typeof(PendingVerdict), out var pending)
        || pending is not PendingVerdict verdict
        || await verdict.AskAsync() is null;

    // What a reload took out of the configuration is used until the restart that it asks for.
    private (LocalCertificate Shown, PeerVerifier? Callers) Current()
    {
        lock (_lock)
        {
            var store = certificates();
            if (store != _store)
            {
                _store = store;
                _shown = store.Find(options.Certificate!) ?? _shown;
                _callers = options.ClientCa is { } ca ? PeerVerifier.ForCallers(store, ca, time) ?? _callers : null;
            }

            return (_shown!, _callers);
        }
    }
}
