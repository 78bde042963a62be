// SPDX-License-Identifier: MIT

namespace FastSipAlg.Configuration.Options;

/// <summary>How a peer's <c>cn</c> is to be read (FortiOS <c>cn-type</c>).</summary>
public enum PeerNameType
{
    String,
    Email,
    Fqdn,
    Ipv4,
    Ipv6,
}

/// <summary><c>config user peer</c>: what a certificate must be to be accepted.</summary>
public sealed class PeerOptions
{
    public required string Name { get; init; }

    /// <summary>Name of a <c>vpn certificate ca</c> entry; null: the system's trust store.</summary>
    public string? Ca { get; set; }

    /// <summary>A part of the subject's distinguished name that must be there.</summary>
    public string? Subject { get; set; }

    /// <summary>The common name or a subject alternative name that must match.</summary>
    public string? Cn { get; set; }

    public PeerNameType CnType { get; set; } = PeerNameType.String;
}
