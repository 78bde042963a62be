// SPDX-License-Identifier: MIT

using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using FastSipAlg.Transport.ClientHello;

namespace FastSipAlg.Transport.Certificates;

/// <summary>
/// What a VoIP profile shows to phones: one certificate, or several of which the phone's ClientHello chooses: by the name it asks for, exact before wildcard, and for one name ECDSA
/// before RSA when the phone can do it (a signature costs a tenth). The first one configured is for everyone else. Immutable.
/// </summary>
public sealed class ServerCertificates
{
    /// <summary>TLS_ECDHE_ECDSA_WITH_AES_128/256_GCM/CBC_SHA256/384 (RFC 5289): those of the TLS library's default list. In TLS 1.2 the suite names the kind of signature.</summary>
    private static readonly ushort[] EcdsaSuites = [0xC02B, 0xC02C, 0xC023, 0xC024];

    private readonly Dictionary<string, Pair> _exact = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, Pair> _wildcards = new(StringComparer.OrdinalIgnoreCase);
    private readonly Pair _default;

    internal ServerCertificates(IReadOnlyList<(X509Certificate2 Leaf, SslStreamCertificateContext Context)> certificates)
    {
        var shown = certificates.Select(certificate => new Shown(certificate.Context, SchemeOf(certificate.Leaf))).ToArray();
        for (var i = 0; i < shown.Length; i++)
        {
            foreach (var name in NamesOf(certificates[i].Leaf))
            {
                var (names, key) = name.StartsWith("*.", StringComparison.Ordinal) ? (_wildcards, name[2..]) : (_exact, name);
                names[key] = names.GetValueOrDefault(key).With(shown[i]);
            }
        }

        // Whoever asks for no name gets what the first certificate's own name gets: of two kinds the better one.
        _default = NamesOf(certificates[0].Leaf).Select(Find).FirstOrDefault(pair => pair.Holds(shown[0])).With(shown[0]);
    }

    /// <summary>The names that a certificate is for as SNI has them, lower case, wildcards included: its DNS names and SIP domains, or without any the common name.</summary>
    internal static IReadOnlyList<string> NamesOf(X509Certificate2 leaf)
    {
        var names = CertificateNames.Read(leaf);
        IEnumerable<string> all = names.DnsNames.Concat(names.SipDomains);
        if (names.CommonNameCounts && names.CommonName is { } commonName && !commonName.Contains(' '))
        {
            all = all.Append(commonName);
        }

        return [.. all.Select(name => name.TrimEnd('.').ToLowerInvariant()).Where(name => name.Length > 0).Distinct()];
    }

    /// <summary>null: the phone asked for a name that no certificate is for, and such phones are refused.</summary>
    internal SslStreamCertificateContext? Choose(ClientHelloInfo hello, SslProtocols versions, bool refusesUnknownNames)
    {
        if (hello.ServerName is not { } name)
        {
            return _default.For(hello, versions);
        }

        var complete = name.TrimEnd('.');
        var (exact, wildcard) = (_exact.GetValueOrDefault(complete), FindWildcard(complete));
        if (exact.IsEmpty && wildcard.IsEmpty)
        {
            return refusesUnknownNames ? null : _default.For(hello, versions);
        }

        // Better a wildcard than a certificate that the phone cannot use.
        return exact.UsableFor(hello, versions) ?? wildcard.UsableFor(hello, versions) ?? (exact.IsEmpty ? wildcard : exact).For(hello, versions);
    }

    private Pair Find(string name) =>
        name.StartsWith("*.", StringComparison.Ordinal) ? _wildcards.GetValueOrDefault(name[2..]) : _exact.GetValueOrDefault(name);

    // RFC 6125 §6.4.3: the star stands for exactly one label.
    private Pair FindWildcard(string name) =>
        name.IndexOf('.') is var dot && dot > 0 ? _wildcards.GetValueOrDefault(name[(dot + 1)..]) : default;

    // What TLS 1.3 calls an ECDSA key of this curve (RFC 8446 §4.2.3); 0: RSA.
    private static ushort SchemeOf(X509Certificate2 leaf)
    {
        using var curve = leaf.GetECDsaPublicKey();
        return curve?.KeySize switch
        {
            null => 0,
            384 => 0x0503,
            521 => 0x0603,
            _ => 0x0403,
        };
    }

    /// <summary>A certificate, and how a phone says that it can check its signature; 0: RSA, which every phone can.</summary>
    private sealed record Shown(SslStreamCertificateContext Context, ushort Scheme)
    {
        public bool IsUsableFor(ClientHelloInfo hello, SslProtocols versions) =>
            Scheme == 0 || (hello.SignatureSchemes.Contains(Scheme) && ((hello.OffersTls13 && versions.HasFlag(SslProtocols.Tls13)) || OffersEcdsaSuite(hello)));

        private static bool OffersEcdsaSuite(ClientHelloInfo hello) => hello.CipherSuites.IndexOfAny(EcdsaSuites) >= 0;
    }

    /// <summary>The certificates for one name.</summary>
    private readonly record struct Pair(Shown? Ecdsa, Shown? Rsa)
    {
        public bool IsEmpty => Ecdsa is null && Rsa is null;

        public bool Holds(Shown shown) => Ecdsa == shown || Rsa == shown;

        // The first of a kind stays.
        public Pair With(Shown shown) => shown.Scheme == 0 ? this with { Rsa = Rsa ?? shown } : this with { Ecdsa = Ecdsa ?? shown };

        public SslStreamCertificateContext? UsableFor(ClientHelloInfo hello, SslProtocols versions) =>
            Ecdsa is { } ecdsa && ecdsa.IsUsableFor(hello, versions) ? ecdsa.Context : Rsa?.Context;

        // The only certificate there is, is shown to whoever comes.
        public SslStreamCertificateContext For(ClientHelloInfo hello, SslProtocols versions) => UsableFor(hello, versions) ?? Ecdsa!.Context;
    }
}
