// SPDX-License-Identifier: MIT

namespace FastSipAlg.Configuration.Options;

/// <summary>The root of what can be configured: one property per <c>config</c> block. Plain data, every default filled in.</summary>
public sealed class FastSipAlgOptions
{
    public SystemSettingsOptions SystemSettings { get; set; } = new();

    public ManagementOptions? Management { get; set; }

    public Dictionary<string, LocalCertificateOptions> LocalCertificates { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, CaCertificateOptions> CaCertificates { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, PeerOptions> Peers { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, PeerGroupOptions> PeerGroups { get; } = new(StringComparer.Ordinal);

    /// <summary>Always holds <c>default</c> and <c>strict</c>, written or not.</summary>
    public Dictionary<string, VoipProfileOptions> VoipProfiles { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, SipServerOptions> SipServers { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, ListenerOptions> Listeners { get; } = new(StringComparer.Ordinal);
}
