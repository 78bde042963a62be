// SPDX-License-Identifier: MIT

namespace FastSipAlg.EndToEnd.Tests;

/// <summary>Whose TLS it is.</summary>
public enum Stranger
{
    OpenSsl,
    GnuTls,
    Nss,
}

/// <summary>All that a stranger is willing to speak.</summary>
public enum StrangerOffer
{
    Tls10,
    Tls11,
    Tls12,
    Tls13,

    /// <summary>TLS 1.2 with RSA key exchange.</summary>
    RsaKeys,

    /// <summary>TLS 1.2 with ephemeral keys.</summary>
    EphemeralKeys,

    /// <summary>TLS 1.2 with RSA key exchange and 3DES.</summary>
    TripleDes,

    /// <summary>TLS 1.2 with RSA key exchange and RC4.</summary>
    Rc4,

    /// <summary>TLS 1.0 without encryption.</summary>
    NoEncryption,
}

/// <summary>What a setting of a VoIP profile makes of a stranger's offer, on either leg.</summary>
/// <param name="Setting">The option.</param>
/// <param name="Value">What it is set to.</param>
/// <param name="Beside">What has to be set beside it, as <c>set</c> lines.</param>
/// <param name="Offer">What the stranger speaks.</param>
/// <param name="IsTaken">Or else refused.</param>
public sealed record TlsCase(string Setting, string Value, string Beside, StrangerOffer Offer, bool IsTaken)
{
    /// <summary>Every setting and value that decides on a handshake.</summary>
    public static IReadOnlyList<TlsCase> All { get; } =
    [
        .. Of("ssl-min-version", "ssl-3.0", "", [StrangerOffer.Tls10, StrangerOffer.Tls13], []),
        .. Of("ssl-min-version", "tls-1.0", "", [StrangerOffer.Tls10], [StrangerOffer.NoEncryption]),
        .. Of("ssl-min-version", "tls-1.1", "", [StrangerOffer.Tls11], [StrangerOffer.Tls10]),
        .. Of("ssl-min-version", "tls-1.2", "", [StrangerOffer.Tls12], [StrangerOffer.Tls11]),
        .. Of("ssl-min-version", "tls-1.3", "", [StrangerOffer.Tls13], [StrangerOffer.Tls12]),
        .. Of("ssl-max-version", "tls-1.0", "set ssl-min-version tls-1.0", [StrangerOffer.Tls10], [StrangerOffer.Tls11]),
        .. Of("ssl-max-version", "tls-1.1", "set ssl-min-version tls-1.0", [StrangerOffer.Tls11], [StrangerOffer.Tls12]),
        .. Of("ssl-max-version", "tls-1.2", "", [StrangerOffer.Tls12], [StrangerOffer.Tls13]),
        .. Of("ssl-max-version", "tls-1.3", "", [StrangerOffer.Tls13], []),
        .. Of("ssl-algorithm", "high", "set ssl-pfs allow", [StrangerOffer.RsaKeys], [StrangerOffer.TripleDes, StrangerOffer.Rc4]),
        .. Of("ssl-algorithm", "medium", "set ssl-pfs allow", [StrangerOffer.RsaKeys], [StrangerOffer.TripleDes, StrangerOffer.Rc4]),
        .. Of("ssl-algorithm", "low", "set ssl-pfs allow", [StrangerOffer.RsaKeys], [StrangerOffer.TripleDes, StrangerOffer.Rc4]),
        .. Of("ssl-pfs", "require", "", [StrangerOffer.EphemeralKeys, StrangerOffer.Tls13], [StrangerOffer.RsaKeys]),
        .. Of("ssl-pfs", "allow", "", [StrangerOffer.EphemeralKeys, StrangerOffer.RsaKeys, StrangerOffer.Tls13], []),
        .. Of("ssl-pfs", "deny", "set ssl-max-version tls-1.2", [StrangerOffer.RsaKeys], [StrangerOffer.EphemeralKeys, StrangerOffer.Tls13]),
    ];

    /// <summary>How a flow's end line says what was negotiated.</summary>
    public string Negotiated => Offer switch
    {
        StrangerOffer.Tls10 => "TLS1.0/TLS_",
        StrangerOffer.Tls11 => "TLS1.1/TLS_",
        StrangerOffer.Tls12 => "TLS1.2/TLS_",
        StrangerOffer.Tls13 => "TLS1.3/TLS_",
        StrangerOffer.RsaKeys => "TLS1.2/TLS_RSA_WITH_AES_",
        StrangerOffer.EphemeralKeys => "TLS1.2/TLS_ECDHE_RSA_WITH_",
        _ => "nothing",
    };

    /// <summary>The <c>set</c> lines of its VoIP profile.</summary>
    public string Settings => $"set {Setting} {Value}\n{Beside}";

    public override string ToString() => $"{Setting} {Value}, {Offer}: {(IsTaken ? "taken" : "refused")}";

    private static IEnumerable<TlsCase> Of(string setting, string value, string beside, StrangerOffer[] taken, StrangerOffer[] refused) =>
        taken.Select(offer => new TlsCase(setting, value, beside, offer, true)).Concat(refused.Select(offer => new TlsCase(setting, value, beside, offer, false)));
}
