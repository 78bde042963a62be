// SPDX-License-Identifier: MIT

namespace FastSipAlg.Configuration.Options;

/// <summary><c>ssl-mode</c>.</summary>
public enum SslMode
{
    /// <summary>Plain TCP on both legs.</summary>
    Off,

    /// <summary>TLS on both legs.</summary>
    Full,
}

/// <summary><c>tls-on-plain</c>: what a TLS connection gets where SIP is plain.</summary>
public enum TlsOnPlain
{
    /// <summary>A fatal alert, and the end.</summary>
    Refuse,

    /// <summary>Its octets pass both ways, unread.</summary>
    Relay,
}

/// <summary><c>ssl-min-version</c> and <c>ssl-max-version</c>.</summary>
public enum SslVersion
{
    Ssl30,
    Tls10,
    Tls11,
    Tls12,
    Tls13,
}

/// <summary><c>ssl-algorithm</c>: the weakest ciphers that are offered and taken. FortiOS counts 3DES as high; since CVE-2016-2183 (Sweet32) nobody else does.</summary>
public enum SslAlgorithm
{
    /// <summary>AES and ChaCha20.</summary>
    High,

    /// <summary>Also 3DES and RC4.</summary>
    Medium,

    /// <summary>Also DES.</summary>
    Low,
}

/// <summary><c>ssl-pfs</c>: perfect forward secrecy.</summary>
public enum SslPfs
{
    /// <summary>Ephemeral keys only.</summary>
    Require,

    /// <summary>Ephemeral keys and RSA key exchange.</summary>
    Allow,

    /// <summary>RSA key exchange only.</summary>
    Deny,
}

/// <summary><c>ssl-client-renegotiation</c>.</summary>
public enum ClientRenegotiation
{
    /// <summary>A phone may, a few times.</summary>
    Allow,

    /// <summary>A phone that does so is closed.</summary>
    Deny,

    /// <summary>As <see cref="Allow"/>; a phone that cannot do so securely (RFC 5746) is refused.</summary>
    Secure,
}

/// <summary>
/// One <c>config voip profile</c> entry, as far as its options are in force.
/// <c>config sip</c> options without an effect yet are known to the schema only and never get here.
/// </summary>
public sealed class VoipProfileOptions
{
    public required string Name { get; init; }

    public string? Comment { get; set; }

    public SslMode SslMode { get; set; } = SslMode.Full;

    /// <summary>Ours: what is not inspected does not pass.</summary>
    public TlsOnPlain TlsOnPlain { get; set; } = TlsOnPlain.Refuse;

    /// <summary>Name of the local certificate offered to a SIP server that asks for one.</summary>
    public string? SslClientCertificate { get; set; }

    /// <summary>Names of the local certificates shown to phones; the first is the default.</summary>
    public IReadOnlyList<string> SslServerCertificates { get; set; } = [];

    /// <summary>Peer or peer group that phones' certificates must match; null: phones are not asked for one.</summary>
    public string? SslAuthClient { get; set; }

    /// <summary>Peer or peer group that the SIP server's certificate must match; null: system trust store and server name.</summary>
    public string? SslAuthServer { get; set; }

    /// <summary>RFC 8996 and RFC 9325: never below TLS 1.2. (FortiOS: tls-1.1.)</summary>
    public SslVersion SslMinVersion { get; set; } = SslVersion.Tls12;

    public SslVersion SslMaxVersion { get; set; } = SslVersion.Tls13;

    /// <summary>FortiOS: allow. Renegotiation is a way to burn our CPU (CVE-2011-1473).</summary>
    public ClientRenegotiation SslClientRenegotiation { get; set; } = ClientRenegotiation.Deny;

    public SslAlgorithm SslAlgorithm { get; set; } = SslAlgorithm.High;

    /// <summary>FortiOS: allow. The platform's own cipher list has ephemeral keys only, and with a list of our own sessions do not resume.</summary>
    public SslPfs SslPfs { get; set; } = SslPfs.Require;

    /// <summary>Whether an empty record goes before each CBC record of TLS 1.0. FortiOS default.</summary>
    public bool SslSendEmptyFrags { get; set; } = true;

    public InspectionOptions Inspection { get; } = new();

    /// <summary>Every local certificate that the profile names.</summary>
    public IEnumerable<string> LocalCertificates => SslClientCertificate is null ? SslServerCertificates : [.. SslServerCertificates, SslClientCertificate];
}
