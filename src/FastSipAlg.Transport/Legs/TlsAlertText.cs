// SPDX-License-Identifier: MIT

namespace FastSipAlg.Transport.Legs;

/// <summary>What a peer's alert says (RFC 8446 §6; RFC 5246 §7.2 for those that TLS 1.3 has no more).</summary>
internal static class TlsAlertText
{
    /// <summary>One sentence without its end, about "it", the peer.</summary>
    public static string Describe(int alert)
    {
        var (name, meaning) = NameAndMeaningOf(alert);
        return $"it sent the alert {name} ({alert}): {meaning}";
    }

    public static HandshakeProblem ProblemOf(int alert) => alert switch
    {
        >= 42 and <= 46 or 48 or 49 or 111 or 113 or 114 or 116 => HandshakeProblem.OwnCertificateRefused,
        70 or 86 => HandshakeProblem.NoCommonVersion,
        71 => HandshakeProblem.NoCommonSuite,
        109 or 110 => HandshakeProblem.NoCommonParameters,
        112 => HandshakeProblem.NameUnknown,
        _ => HandshakeProblem.PeerAlert,
    };

    private static (string Name, string Meaning) NameAndMeaningOf(int alert) => alert switch
    {
        0 => ("close_notify", "it closed"),
        10 => ("unexpected_message", "it did not expect what we sent"),
        20 => ("bad_record_mac", "it could not decrypt what we sent"),
        21 => ("decryption_failed", "it could not decrypt what we sent"),
        22 => ("record_overflow", "a record of ours was too long for it"),
        40 => ("handshake_failure", "it found no version, suite or parameters in common"),
        42 => ("bad_certificate", "our certificate, or a signature in its chain, is not valid to it"),
        43 => ("unsupported_certificate", "it has no use for a certificate of that kind"),
        44 => ("certificate_revoked", "our certificate was revoked"),
        45 => ("certificate_expired", "our certificate has expired by its clock, or is not valid yet"),
        46 => ("certificate_unknown", "it does not accept our certificate"),
        47 => ("illegal_parameter", "it found a value of ours impossible"),
        48 => ("unknown_ca", "it does not trust the issuer of our certificate"),
        49 => ("access_denied", "our certificate is valid, but not let in"),
        50 => ("decode_error", "it could not read a message of ours"),
        51 => ("decrypt_error", "a signature or hash of ours is wrong to it"),
        70 => ("protocol_version", "it speaks none of our TLS versions"),
        71 => ("insufficient_security", "our cipher suites are too weak for it"),
        80 => ("internal_error", "it has a fault of its own"),
        86 => ("inappropriate_fallback", "it could speak a higher version than was tried"),
        90 => ("user_canceled", "it gave up"),
        100 => ("no_renegotiation", "it does not renegotiate"),
        109 => ("missing_extension", "it misses an extension of TLS 1.3"),
        110 => ("unsupported_extension", "it got an extension that it had not asked for"),
        111 => ("certificate_unobtainable", "it could not fetch our certificate"),
        112 => ("unrecognized_name", "it has no certificate for the name that was asked for"),
        113 => ("bad_certificate_status_response", "the OCSP response with our certificate is not valid to it"),
        114 => ("bad_certificate_hash_value", "our certificate is another one than it was told"),
        115 => ("unknown_psk_identity", "it does not know the shared key"),
        116 => ("certificate_required", "it wants a certificate of us"),
        120 => ("no_application_protocol", "it speaks none of the application protocols (ALPN)"),
        _ => ("unknown", "no RFC known here has it"),
    };
}
