// SPDX-License-Identifier: MIT

using System.Net;

namespace FastSipAlg.Simulation.Certificates;

/// <summary>The key pairs a laboratory certificate may have. The weak ones exist so that their refusal can be tested.</summary>
public enum LabKey
{
    P256,
    P384,
    Rsa2048,

    /// <summary>Too small for OpenSSL's security level 2, as a certificate of ours and as a peer's.</summary>
    Rsa1024,
}

/// <summary>What a certificate is good for (extended key usage, RFC 5280 §4.2.1.12).</summary>
[Flags]
public enum LabUsage
{
    /// <summary>No extension: any use.</summary>
    Unrestricted = 0,
    ServerAuth = 1,
    ClientAuth = 2,

    /// <summary>id-kp-sipDomain, RFC 5924.</summary>
    SipDomain = 4,

    /// <summary>id-kp-OCSPSigning: its holder answers for the issuer.</summary>
    OcspSigning = 8,
}

/// <summary>One certificate to be issued by <see cref="LabCertificates"/>. Without any alternative name the extension is left out.</summary>
public sealed record LabCertificateRequest
{
    public required string CommonName { get; init; }

    /// <summary>Further parts of the subject, most significant first, such as <c>O=Lab</c>.</summary>
    public string? SubjectPrefix { get; init; }

    public IReadOnlyList<string> DnsNames { get; init; } = [];

    public IReadOnlyList<IPAddress> Addresses { get; init; } = [];

    /// <summary>Such as <c>sip:example.com</c>.</summary>
    public IReadOnlyList<string> Uris { get; init; } = [];

    public IReadOnlyList<string> Emails { get; init; } = [];

    public LabUsage Usage { get; init; } = LabUsage.ServerAuth | LabUsage.ClientAuth;

    /// <summary>Where the certificate says that its issuer's certificate can be fetched (authority information access, RFC 5280 §4.2.2.1); null: nowhere.</summary>
    public string? IssuerUrl { get; init; }

    /// <summary>Where the certificate says that one can ask whether it was revoked (OCSP); null: nowhere.</summary>
    public string? ResponderUrl { get; init; }

    public LabKey Key { get; init; } = LabKey.P256;

    /// <summary>null: one hour ago, so that clocks may differ a little.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>null: in 90 days.</summary>
    public DateTimeOffset? NotAfter { get; init; }
}
