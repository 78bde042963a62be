// SPDX-License-Identifier: MIT

using FastSipAlg.Configuration.Options;

namespace FastSipAlg.Transport.Legs;

/// <summary>What this machine's TLS can and cannot do.</summary>
public static class TlsPlatform
{
    public static string Name => $"OpenSSL {OpenSslLibrary.Version}";

    /// <summary>What a VoIP profile may ask for in vain, and why.</summary>
    public static IReadOnlyList<(string What, string Why)> Lacks { get; } =
    [
        ("SSL 3.0", "OpenSSL is built without it"),
        .. CipherSuites.Lacking(SslAlgorithm.Low, CipherSuites.IsHere).Select(cipher => (cipher, "OpenSSL is built without it")),
        ("DHE", "the TLS server has no Diffie-Hellman parameters; ECDHE has the same forward secrecy"),
    ];
}
