// SPDX-License-Identifier: MIT

namespace FastSipAlg.Configuration.Options;

/// <summary>The root of what can be configured: one property per <c>config</c> block. Plain data, every default filled in.</summary>
public sealed class FastSipAlgOptions
{
    public SystemGlobalOptions SystemGlobal { get; set; } = new();

    public SystemSettingsOptions SystemSettings { get; set; } = new();

    public ManagementOptions? Management { get; set; }

    public TelemetryOptions? Telemetry { get; set; }

    public Dictionary<string, LocalCertificateOptions> LocalCertificates { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, CaCertificateOptions> CaCertificates { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, PeerOptions> Peers { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, PeerGroupOptions> PeerGroups { get; } = new(StringComparer.Ordinal);

    /// <summary>Always holds <c>default</c> and <c>strict</c>, written or not.</summary>
    public Dictionary<string, VoipProfileOptions> VoipProfiles { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, SipServerOptions> SipServers { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, ListenerOptions> Listeners { get; } = new(StringComparer.Ordinal);

    /// <summary>How long connections are accepted while <c>/readyz</c> fails already. Nobody asks where there is no endpoint.</summary>
    public TimeSpan DrainDelay => TimeSpan.FromSeconds(Management?.DrainDelay ?? 0);

    /// <summary>How long flows have after that to end.</summary>
    public TimeSpan DrainDeadline => TimeSpan.FromSeconds(SystemSettings.DrainTimeout);

    /// <summary>Whether phones and the SIP server speak plain TCP with a listener.</summary>
    public bool IsPlain(ListenerOptions listener) => VoipProfiles.TryGetValue(listener.VoipProfile, out var profile) && profile.SslMode == SslMode.Off;

    /// <summary>The port to listen on.</summary>
    public int PortOf(ListenerOptions listener) => listener.Port ?? (IsPlain(listener) ? SystemSettings.SipTcpPort : SystemSettings.SipSslPort);

    /// <summary>The port of an address that carries none. Unset it is SIP's own (RFC 3261 §19.1.2): 5060 when all that relay to the SIP server speak plain TCP, else 5061.</summary>
    public int PortOf(SipServerOptions server)
    {
        var listeners = Listeners.Values.Where(listener => listener.Server == server.Name).ToList();
        return server.Port ?? (listeners.Count > 0 && listeners.TrueForAll(IsPlain) ? 5060 : 5061);
    }
}
