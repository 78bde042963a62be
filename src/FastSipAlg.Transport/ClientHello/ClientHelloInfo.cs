// SPDX-License-Identifier: MIT

namespace FastSipAlg.Transport.ClientHello;

/// <summary>What a peer says of itself in its ClientHello (RFC 8446 §4.1.2), before TLS has started: facts as they were sent, nothing judged. Immutable.</summary>
internal sealed class ClientHelloInfo
{
    /// <summary>0x0304 in <see cref="SupportedVersions"/>.</summary>
    public const ushort Tls13 = 0x0304;

    private readonly ushort[] _numbers;
    private readonly int _versions;
    private readonly int _schemes;

    // Cipher suites, then versions, then signature schemes: one array, where the latter two begin.
    internal ClientHelloInfo(ushort[] numbers, int versions, int schemes)
    {
        _numbers = numbers;
        _versions = versions;
        _schemes = schemes;
    }

    /// <summary>server_name (RFC 6066 §3): octets as characters, in the case they came in; null: none was sent. A stranger chose it: escape it where it is shown.</summary>
    public string? ServerName { get; init; }

    /// <summary>ALPN (RFC 7301), as <see cref="ServerName"/>; empty: none was sent. SIP's registered name is <c>sip/2</c>.</summary>
    public IReadOnlyList<string> ApplicationProtocols { get; init; } = [];

    /// <summary>legacy_version: the highest of a peer that knows no TLS 1.3; 0x0303 is TLS 1.2.</summary>
    public ushort LegacyVersion { get; init; }

    /// <summary>supported_versions, preferred first; empty: not sent. GREASE (RFC 8701) included, here and below.</summary>
    public ReadOnlySpan<ushort> SupportedVersions => _numbers.AsSpan(_versions, _schemes - _versions);

    /// <summary>Preferred first; signalling values included.</summary>
    public ReadOnlySpan<ushort> CipherSuites => _numbers.AsSpan(0, _versions);

    /// <summary>signature_algorithms, preferred first; empty: not sent (TLS 1.1 and older: SHA-1).</summary>
    public ReadOnlySpan<ushort> SignatureSchemes => _numbers.AsSpan(_schemes);

    /// <summary>RFC 5746 §3.4: the renegotiation_info extension, or TLS_EMPTY_RENEGOTIATION_INFO_SCSV among the suites.</summary>
    public bool SignalsSecureRenegotiation { get; init; }

    public bool OffersTls13 => SupportedVersions.Contains(Tls13);
}
