// SPDX-License-Identifier: MIT

using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace FastSipAlg.Simulation.Certificates;

/// <summary>
/// A certificate authority made in memory, for the demo, the tests and the load generator: nothing touches a disk before it is asked to.
/// Not for anything that must be trusted: serial numbers are random, nothing is recorded.
/// </summary>
public sealed class LabCertificates : IDisposable
{
    private const int SerialNumberBytes = 16;

    private static readonly Oid ServerAuth = new("1.3.6.1.5.5.7.3.1");
    private static readonly Oid ClientAuth = new("1.3.6.1.5.5.7.3.2");
    private static readonly Oid OcspSigning = new("1.3.6.1.5.5.7.3.9");
    private static readonly Oid SipDomain = new("1.3.6.1.5.5.7.3.20");

    private readonly AsymmetricAlgorithm _key;
    private readonly IReadOnlyList<X509Certificate2> _intermediates;
    private readonly TimeProvider _time;

    private LabCertificates(X509Certificate2 certificate, AsymmetricAlgorithm key, IReadOnlyList<X509Certificate2> intermediates, TimeProvider time)
    {
        AuthorityCertificate = certificate;
        _key = key;
        _intermediates = intermediates;
        _time = time;
    }

    /// <summary>The certificate of this authority, without its key.</summary>
    public X509Certificate2 AuthorityCertificate { get; }

    public string AuthorityPem => AuthorityCertificate.ExportCertificatePem() + "\n";

    /// <summary>A new root, valid from a day ago for ten years.</summary>
    public static LabCertificates Create(string commonName = "FastSipAlg Lab CA", LabKey key = LabKey.P256, TimeProvider? time = null)
    {
        time ??= TimeProvider.System;
        var pair = CreateKey(key);
        var request = AuthorityRequest(commonName, pair);
        var certificate = Sign(request, request.SubjectName, pair, request.PublicKey, AuthorityFrom(time), AuthorityUntil(time));
        return new LabCertificates(certificate, pair, [], time);
    }

    /// <summary>An authority below this one; what it issues carries it in its chain.</summary>
    public LabCertificates CreateIntermediate(string commonName = "FastSipAlg Lab Intermediate", LabKey key = LabKey.P256)
    {
        var pair = CreateKey(key);
        var request = AuthorityRequest(commonName, pair);
        var certificate = SignByThis(request, AuthorityFrom(_time), AuthorityUntil(_time));
        return new LabCertificates(certificate, pair, [certificate, .. _intermediates], _time);
    }

    /// <summary>A server certificate for <paramref name="names"/>: the first is the common name too.</summary>
    public LabCertificate IssueServer(params string[] names) =>
        Issue(new LabCertificateRequest { CommonName = names[0], DnsNames = names, Usage = LabUsage.ServerAuth });

    /// <summary>A client certificate, as a phone or the relay itself shows it.</summary>
    public LabCertificate IssueClient(string commonName) =>
        Issue(new LabCertificateRequest { CommonName = commonName, Usage = LabUsage.ClientAuth });

    /// <summary>A certificate that nobody vouches for but itself.</summary>
    public static LabCertificate CreateSelfSigned(LabCertificateRequest request)
    {
        var pair = CreateKey(request.Key);
        var unsigned = NewRequest($"CN={request.CommonName}", pair);
        AddUsage(unsigned, request.Usage);
        AddNames(unsigned, request);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = Sign(unsigned, unsigned.SubjectName, pair, unsigned.PublicKey, request.NotBefore ?? now.AddHours(-1), request.NotAfter ?? now.AddDays(90));
        return new LabCertificate(pair is RSA rsa ? certificate.CopyWithPrivateKey(rsa) : certificate.CopyWithPrivateKey((ECDsa)pair), pair, []);
    }

    public LabCertificate Issue(LabCertificateRequest request)
    {
        var pair = CreateKey(request.Key);
        var subject = request.SubjectPrefix is { } prefix ? $"{prefix}, CN={request.CommonName}" : $"CN={request.CommonName}";
        var unsigned = NewRequest(subject, pair);
        unsigned.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        unsigned.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment, true));
        AddUsage(unsigned, request.Usage);
        AddNames(unsigned, request);
        if (request.IssuerUrl is not null || request.ResponderUrl is not null)
        {
            string[] responders = [.. new[] { request.ResponderUrl }.OfType<string>()];
            string[] issuers = [.. new[] { request.IssuerUrl }.OfType<string>()];
            unsigned.CertificateExtensions.Add(new X509AuthorityInformationAccessExtension(responders, issuers));
        }

        var now = _time.GetUtcNow();
        using var certificate = SignByThis(unsigned, request.NotBefore ?? now.AddHours(-1), request.NotAfter ?? now.AddDays(90));
        var withKey = pair is RSA rsa ? certificate.CopyWithPrivateKey(rsa) : certificate.CopyWithPrivateKey((ECDsa)pair);
        return new LabCertificate(withKey, pair, _intermediates);
    }

    /// <summary>A certificate revocation list of this authority, DER. Dates: null means now, and in a day.</summary>
    public byte[] Revoke(IEnumerable<X509Certificate2> revoked, DateTimeOffset? thisUpdate = null, DateTimeOffset? nextUpdate = null)
    {
        var builder = new CertificateRevocationListBuilder();
        foreach (var certificate in revoked)
        {
            builder.AddEntry(certificate);
        }

        var now = _time.GetUtcNow();
        return builder.Build(
            AuthorityCertificate.SubjectName,
            Generator(_key),
            crlNumber: 1,
            nextUpdate ?? now.AddDays(1),
            HashAlgorithmName.SHA256,
            X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier(new X509SubjectKeyIdentifierExtension(AuthorityCertificate.PublicKey, false)),
            thisUpdate ?? now.AddMinutes(-1));
    }

    /// <summary>Writes <c>NAME.pem</c>, the certificate of this authority; gives its path.</summary>
    public string WriteTo(string directory, string name)
    {
        Directory.CreateDirectory(directory);
        var path = Path.Combine(directory, name + ".pem");
        File.WriteAllText(path, AuthorityPem);
        return path;
    }

    public void Dispose()
    {
        AuthorityCertificate.Dispose();
        _key.Dispose();
    }

    private static DateTimeOffset AuthorityFrom(TimeProvider time) => time.GetUtcNow().AddDays(-1);

    private static DateTimeOffset AuthorityUntil(TimeProvider time) => time.GetUtcNow().AddYears(10);

    private static AsymmetricAlgorithm CreateKey(LabKey key) => key switch
    {
        LabKey.P256 => ECDsa.Create(ECCurve.NamedCurves.nistP256),
        LabKey.P384 => ECDsa.Create(ECCurve.NamedCurves.nistP384),
        LabKey.Rsa2048 => RSA.Create(2048),
        LabKey.Rsa1024 => RSA.Create(1024),
        _ => throw new ArgumentOutOfRangeException(nameof(key)),
    };

    private static CertificateRequest NewRequest(string subject, AsymmetricAlgorithm pair) => pair is RSA rsa
        ? new CertificateRequest(subject, rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
        : new CertificateRequest(subject, (ECDsa)pair, HashAlgorithmName.SHA256);

    private static CertificateRequest AuthorityRequest(string commonName, AsymmetricAlgorithm pair)
    {
        var request = NewRequest($"O=FastSipAlg Lab, CN={commonName}", pair);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        return request;
    }

    private static void AddUsage(CertificateRequest request, LabUsage usage)
    {
        var oids = new OidCollection();
        if (usage.HasFlag(LabUsage.ServerAuth))
        {
            oids.Add(ServerAuth);
        }

        if (usage.HasFlag(LabUsage.ClientAuth))
        {
            oids.Add(ClientAuth);
        }

        if (usage.HasFlag(LabUsage.SipDomain))
        {
            oids.Add(SipDomain);
        }

        if (usage.HasFlag(LabUsage.OcspSigning))
        {
            oids.Add(OcspSigning);
        }

        if (oids.Count > 0)
        {
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(oids, false));
        }
    }

    private static void AddNames(CertificateRequest request, LabCertificateRequest wanted)
    {
        var names = new SubjectAlternativeNameBuilder();
        foreach (var uri in wanted.Uris)
        {
            names.AddUri(new Uri(uri));
        }

        foreach (var dns in wanted.DnsNames)
        {
            names.AddDnsName(dns);
        }

        foreach (var address in wanted.Addresses)
        {
            names.AddIpAddress(address);
        }

        foreach (var email in wanted.Emails)
        {
            names.AddEmailAddress(email);
        }

        if (wanted.Uris.Count + wanted.DnsNames.Count + wanted.Addresses.Count + wanted.Emails.Count > 0)
        {
            request.CertificateExtensions.Add(names.Build());
        }
    }

    private X509Certificate2 SignByThis(CertificateRequest request, DateTimeOffset from, DateTimeOffset until) =>
        Sign(request, AuthorityCertificate.SubjectName, _key, AuthorityCertificate.PublicKey, from, until);

    // The signature generator is made by hand because CertificateRequest.Create wants issuer and subject to have keys of one kind.
    private static X509Certificate2 Sign(
        CertificateRequest request,
        X500DistinguishedName issuer,
        AsymmetricAlgorithm issuerKey,
        PublicKey issuerPublicKey,
        DateTimeOffset from,
        DateTimeOffset until)
    {
        var issuerKeyId = new X509SubjectKeyIdentifierExtension(issuerPublicKey, false);
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier(issuerKeyId));
        return request.Create(issuer, Generator(issuerKey), from, until, NewSerialNumber());
    }

    private static X509SignatureGenerator Generator(AsymmetricAlgorithm key) => key is RSA rsa
        ? X509SignatureGenerator.CreateForRSA(rsa, RSASignaturePadding.Pkcs1)
        : X509SignatureGenerator.CreateForECDsa((ECDsa)key);

    private static byte[] NewSerialNumber()
    {
        var serial = RandomNumberGenerator.GetBytes(SerialNumberBytes);

        // RFC 5280 §4.1.2.2: positive, and not shortened by a leading zero.
        serial[0] = (byte)((serial[0] & 0x7F) | 0x40);
        return serial;
    }
}
