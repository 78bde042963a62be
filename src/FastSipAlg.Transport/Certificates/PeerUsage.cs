// SPDX-License-Identifier: MIT

using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace FastSipAlg.Transport.Certificates;

/// <summary>
/// Whether a chain may be used for SIP by its extended key usages (RFC 5280 §4.2.1.12). RFC 5924 §5: a certificate for id-kp-sipDomain must be accepted; one without usages, or for any,
/// may be, and is here. It refuses those of TLS alone; we take them, each for its side, because public authorities issue nothing else.
/// </summary>
internal static class PeerUsage
{
    internal const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    internal const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";

    private const string SipDomain = "1.3.6.1.5.5.7.3.20";
    private const string AnyUsage = "2.5.29.37.0";

    /// <param name="chain">All of them must allow the same usage: an authority limited to one cannot issue for another.</param>
    /// <param name="tlsUsage">The usage of the peer's side of TLS.</param>
    internal static bool Admits(IEnumerable<X509Certificate2> chain, string tlsUsage)
    {
        var (forSip, forTls) = (true, true);
        foreach (var extension in chain.SelectMany(certificate => certificate.Extensions).OfType<X509EnhancedKeyUsageExtension>())
        {
            var usages = Read(extension);
            var forAny = usages.Contains(AnyUsage);
            forSip &= forAny || usages.Contains(SipDomain);
            forTls &= forAny || usages.Contains(tlsUsage);
        }

        return forSip || forTls;
    }

    // A damaged extension allows nothing.
    private static List<string?> Read(X509EnhancedKeyUsageExtension extension)
    {
        try
        {
            return [.. extension.EnhancedKeyUsages.Cast<Oid>().Select(usage => usage.Value)];
        }
        catch (CryptographicException)
        {
            return [];
        }
    }
}
