// SPDX-License-Identifier: MIT

using System.Net.Security;
using System.Security.Authentication;
using FastSipAlg.Configuration.Options;

// TLS 1.0, TLS 1.1 and what they need are marked as obsolete; an operator who wants them has read a warning.
#pragma warning disable SYSLIB0039, SYSLIB0040, CA5397, CA5398

namespace FastSipAlg.Transport.Legs;

/// <summary>The versions of TLS that can be spoken here, and their names. SSL 3.0 is not among them: OpenSSL is built without it.</summary>
internal static class TlsVersions
{
    /// <summary>
    /// OpenSSL's security level 0, for one connection. TLS 1.0 and 1.1 sign their handshakes with SHA-1 and MD5, which every higher level refuses. Alone it would let NULL suites in,
    /// so with it goes always a list of ours, which has none.
    /// </summary>
    public const EncryptionPolicy NoSecurityLevel = EncryptionPolicy.AllowNoEncryption;

    /// <summary>Those that no level above 0 speaks.</summary>
    public const SslProtocols Old = SslProtocols.Tls | SslProtocols.Tls11;

    private static readonly (SslVersion Version, SslProtocols Flag, string Name)[] Known =
    [
        (SslVersion.Tls10, SslProtocols.Tls, "TLS1.0"),
        (SslVersion.Tls11, SslProtocols.Tls11, "TLS1.1"),
        (SslVersion.Tls12, SslProtocols.Tls12, "TLS1.2"),
        (SslVersion.Tls13, SslProtocols.Tls13, "TLS1.3"),
    ];

    /// <summary>As flags; both ends belong to the range.</summary>
    public static SslProtocols Between(SslVersion lowest, SslVersion highest) =>
        Known.Where(known => known.Version >= lowest && known.Version <= highest).Aggregate(SslProtocols.None, (flags, known) => flags | known.Flag);

    /// <summary>Such as <c>TLSv1.2</c>, and <c>TLSv1</c>.</summary>
    public static string OpenSslNameOf(SslProtocols version) => version == SslProtocols.Tls ? "TLSv1" : NameOf(version)!.Replace("TLS", "TLSv", StringComparison.Ordinal);

    /// <summary>Of one version; null when it is none of these.</summary>
    public static string? NameOf(SslProtocols version)
    {
        foreach (var known in Known)
        {
            if (known.Flag == version)
            {
                return known.Name;
            }
        }

        return null;
    }

    /// <summary>Lowest first.</summary>
    public static IEnumerable<string> NamesOf(SslProtocols flags) => Known.Where(known => flags.HasFlag(known.Flag)).Select(known => known.Name);
}
