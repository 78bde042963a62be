// SPDX-License-Identifier: MIT

namespace FastSipAlg.Configuration.Options;

/// <summary><c>config vpn certificate ca</c>: one or several trust anchors.</summary>
public sealed class CaCertificateOptions
{
    public required string Name { get; init; }

    /// <summary>A PEM or DER file, or PEM text itself.</summary>
    public string? Ca { get; set; }

    /// <summary>PEM or DER files, or PEM text itself: which of the certificates that it issued were revoked.</summary>
    public IReadOnlyList<string> Crls { get; set; } = [];

    /// <summary>The responder that a certificate names is asked whether it was revoked.</summary>
    public bool Ocsp { get; set; }

    /// <summary>A certificate of which neither list nor responder knows whether it was revoked is accepted. Ours is to refuse it: who asks for lists wants to rely on them.</summary>
    public bool AcceptsUnknownRevocation { get; set; }
}
