// SPDX-License-Identifier: MIT

namespace FastSipAlg.Configuration.Options;

/// <summary><c>config vpn certificate ca</c>: one or several trust anchors.</summary>
public sealed class CaCertificateOptions
{
    public required string Name { get; init; }

    /// <summary>A PEM or DER file, or PEM text itself.</summary>
    public string? Ca { get; set; }
}
