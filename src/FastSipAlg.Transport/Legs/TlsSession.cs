// SPDX-License-Identifier: MIT

using System.Net.Security;
using System.Security.Authentication;

namespace FastSipAlg.Transport.Legs;

/// <summary>What a handshake negotiated.</summary>
public sealed record TlsSession(SslProtocols Version, TlsCipherSuite CipherSuite)
{
    /// <summary>For a leg that never had a session.</summary>
    public static TlsSession None { get; } = new(SslProtocols.None, TlsCipherSuite.TLS_NULL_WITH_NULL_NULL);

    /// <summary>For a leg of plain TCP.</summary>
    public static TlsSession Plain { get; } = None with { IsPlain = true };

    public bool IsPlain { get; private init; }

    /// <summary>Whether it continues an earlier session; null: not known.</summary>
    public bool? IsResumed { get; init; }

    /// <summary>The name that a phone asked for (SNI), as it came; null: none. A stranger chose it.</summary>
    public string? AskedName { get; init; }

    /// <summary>The peer has shown a certificate, and it was accepted.</summary>
    public bool HasVerifiedPeer { get; init; }

    /// <summary><c>TLS1.3</c> down to <c>TLS1.0</c>, <c>plain</c>, or <c>none</c>.</summary>
    public string VersionName => IsPlain ? "plain" : TlsVersions.NameOf(Version) ?? "none";

    public string CipherName => Version == SslProtocols.None ? "none" : CipherSuite.ToString();
}
