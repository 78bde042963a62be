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

    /// <summary>
    /// These options with the certificates, CAs and peers of <paramref name="other"/>, and with what its VoIP profiles name of them. A profile that is gone there keeps what it names,
    /// as far as that is still to be had.
    /// </summary>
    public FastSipAlgOptions WithCertificatesOf(FastSipAlgOptions other)
    {
        var merged = new FastSipAlgOptions { SystemSettings = SystemSettings, Management = Management };
        Copy(SipServers, merged.SipServers);
        Copy(Listeners, merged.Listeners);
        Copy(other.LocalCertificates, merged.LocalCertificates);
        Copy(other.CaCertificates, merged.CaCertificates);
        Copy(other.Peers, merged.Peers);
        Copy(other.PeerGroups, merged.PeerGroups);
        foreach (var (name, profile) in VoipProfiles)
        {
            var isThere = other.VoipProfiles.TryGetValue(name, out var renewed);
            merged.VoipProfiles[name] = isThere ? profile.WithCertificatesOf(renewed!) : profile;
            if (!isThere)
            {
                merged.Keep(profile, this);
            }
        }

        return merged;
    }

    private void Keep(VoipProfileOptions profile, FastSipAlgOptions former)
    {
        Keep(profile.LocalCertificates, former.LocalCertificates, LocalCertificates);
        string[] peers = [.. new[] { profile.SslAuthClient, profile.SslAuthServer }.OfType<string>()];
        Keep(peers, former.PeerGroups, PeerGroups);
        Keep(peers.Concat(peers.Where(PeerGroups.ContainsKey).SelectMany(name => PeerGroups[name].Members)), former.Peers, Peers);
        Keep(Peers.Values.Select(peer => peer.Ca).OfType<string>(), former.CaCertificates, CaCertificates);
    }

    private static void Keep<T>(IEnumerable<string> names, Dictionary<string, T> former, Dictionary<string, T> entries)
    {
        foreach (var name in names.Where(former.ContainsKey))
        {
            entries.TryAdd(name, former[name]);
        }
    }

    private static void Copy<T>(Dictionary<string, T> from, Dictionary<string, T> to)
    {
        foreach (var (name, entry) in from)
        {
            to[name] = entry;
        }
    }
}
