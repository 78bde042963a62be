// SPDX-License-Identifier: MIT

using System.Net;
using FastSipAlg.Configuration.Options;
using FastSipAlg.Configuration.Problems;
using FastSipAlg.Configuration.Syntax;

namespace FastSipAlg.Configuration.Validation;

/// <summary>What no single option can know: things that are missing, contradict each other, or clash.</summary>
internal sealed class CrossChecks(ConfigNode root, FastSipAlgOptions options, ProblemCollection problems)
{
    private static readonly string[] PasswordKeywords = ["password", "password-file", "password-env"];
    private static readonly string[] KeyKeywords = ["private-key", .. PasswordKeywords];
    private static readonly string[] RuleModeKeywords = ["observe-rules", "enforce-rules", "off-rules"];

    public void Run()
    {
        foreach (var local in options.LocalCertificates.Values)
        {
            // The certificate store's own has no entry that could be wrong.
            if (root.Block("vpn certificate local")?.Entry(local.Name) is { } entry)
            {
                LocalCertificate(local, entry);
            }
        }

        foreach (var ca in options.CaCertificates.Values)
        {
            Require(Entry("vpn certificate ca", ca.Name), "ca", "a CA certificate needs its file: `set ca PATH`");
        }

        foreach (var group in options.PeerGroups.Values)
        {
            Require(Entry("user peergrp", group.Name), "member", "a peer group without members lets nobody in: `set member NAME`");
        }

        foreach (var profile in options.VoipProfiles.Values)
        {
            if (root.Block("voip profile")?.Entry(profile.Name)?.Block("sip") is { } sip)
            {
                Versions(profile, sip);
                Pfs(profile, sip);
                RuleModes(sip);
                OptionsBlockedTwice(profile.Inspection, sip);
            }
        }

        foreach (var server in options.SipServers.Values)
        {
            Server(server, Entry("sip server", server.Name));
        }

        if (root.Block("system settings")?.Setting("sip-tcp-port") is { IsValid: true, Values.Count: > 1 } ports)
        {
            problems.Warning(ports.Values[1].Place, ports.Path, "a listener has one port, and the first of these is its default: have a listener with `set port` for each other one");
        }

        if (root.Block("system settings")?.Setting("tls-key-log") is { IsValid: true } keyLog)
        {
            problems.Warning(keyLog.Place, keyLog.Path, $"whoever reads {options.SystemSettings.TlsKeyLog} can decrypt every connection: unset it, and delete the file, as soon as the capture is understood");
        }

        MemoryThresholds();
        Listeners();
        if (options.Management is { } management && root.Block("system management") is { } block)
        {
            Management(management, block);
        }

        if (options.Telemetry is { } telemetry && root.Block("system telemetry") is { } export)
        {
            Telemetry(telemetry, export);
        }
    }

    private void MemoryThresholds()
    {
        var global = options.SystemGlobal;
        var isOrdered = global.MemoryUseThresholdGreen < global.MemoryUseThresholdRed && global.MemoryUseThresholdRed < global.MemoryUseThresholdExtreme;
        if (!isOrdered && root.Block("system global") is { } block)
        {
            problems.Error(
                (block.Setting("memory-use-threshold-green") ?? block.Setting("memory-use-threshold-red") ?? block.Setting("memory-use-threshold-extreme") ?? block).Place,
                block.Path,
                $"memory-use-threshold-green {global.MemoryUseThresholdGreen}, -red {global.MemoryUseThresholdRed} and -extreme {global.MemoryUseThresholdExtreme} must rise in this order");
        }
    }

    private void LocalCertificate(LocalCertificateOptions local, ConfigNode entry)
    {
        if (!local.IsStored)
        {
            Require(entry, "certificate", "a local certificate needs its file: `set certificate PATH`, or `fastsipalg certificate import` under this name");
            if (CertificateDirectory.Holds(options.SystemSettings.CertificateStore, local.Name))
            {
                problems.Warning(entry.Place, entry.Path, "the certificate store holds one of this name, too: the file that is set here counts");
            }
        }
        else if (KeyKeywords.Select(entry.Setting).FirstOrDefault(setting => setting is { Values.Count: > 0 }) is { } key)
        {
            problems.Warning(key.Place, key.Path, "no effect: the certificate store holds this certificate with its key, not encrypted");
        }

        string[] sources = [.. PasswordKeywords.Where(keyword => entry.Setting(keyword) is { Values.Count: > 0 })];
        if (sources.Length > 1)
        {
            problems.Error(entry.Setting(sources[1])!.Place, entry.Path, $"{string.Join(" and ", sources)} exclude each other: keep one");
        }

        if (local.PasswordEnv is { } variable && Environment.GetEnvironmentVariable(variable) is null)
        {
            problems.Error(entry.Setting("password-env")!.Place, entry.Path, $"the environment variable {variable} is not set");
        }
    }

    private void Versions(VoipProfileOptions profile, ConfigNode sip)
    {
        if (profile.SslMinVersion > profile.SslMaxVersion)
        {
            problems.Error((sip.Setting("ssl-min-version") ?? sip.Setting("ssl-max-version") ?? sip).Place, sip.Path, "ssl-min-version is above ssl-max-version, which leaves no version to speak: raise ssl-max-version, or lower ssl-min-version");
        }
    }

    // RFC 8446 §1.2: TLS 1.3 has no key exchange without ephemeral keys.
    private void Pfs(VoipProfileOptions profile, ConfigNode sip)
    {
        const string Keyword = "ssl-pfs";
        if (profile is { SslPfs: SslPfs.Deny, SslMaxVersion: SslVersion.Tls13 })
        {
            problems.Error(sip.Setting(Keyword)!.Place, $"{sip.Path} {Keyword}", "deny excludes TLS 1.3, whose keys are always ephemeral: `set ssl-max-version tls-1.2`");
        }
    }

    private void RuleModes(ConfigNode sip)
    {
        var seen = new Dictionary<string, string>();
        foreach (var keyword in RuleModeKeywords)
        {
            foreach (var rule in sip.Setting(keyword) is { IsValid: true } setting ? setting.Values : [])
            {
                if (!seen.TryAdd(rule.Text, keyword) && seen[rule.Text] != keyword)
                {
                    problems.Error(rule.Place, $"{sip.Path} {keyword}", $"`{rule.Text}` stands in {seen[rule.Text]} too: a rule has one mode");
                }
            }
        }
    }

    private void OptionsBlockedTwice(InspectionOptions inspection, ConfigNode sip)
    {
        if (inspection.BlockGeoRedOptions && inspection.BlockedMethods.Contains("OPTIONS"))
        {
            const string Keyword = "block-geo-red-options";
            problems.Warning(sip.Setting(Keyword)!.Place, $"{sip.Path} {Keyword}", "no effect beside block-options, which blocks all of OPTIONS");
        }
    }

    private void Server(SipServerOptions server, ConfigNode entry)
    {
        Require(entry, "address", "a SIP server needs an address: `set address HOST`");
        ServerNumbers(server, entry);
        var listeners = options.Listeners.Values.Where(listener => listener.Server == server.Name).ToList();
        if (server.Port is null && listeners.Exists(options.IsPlain) && !listeners.TrueForAll(options.IsPlain))
        {
            problems.Warning(entry.Place, entry.Path, "TLS and plain TCP are spoken with it, both at port 5061: `set port`, or have a SIP server entry for each");
        }

        var isPlain = listeners.Count > 0 && listeners.TrueForAll(options.IsPlain);
        if (!isPlain && server.ServerName is null && server.Addresses.Exists(address => IPAddress.TryParse(address, out _)))
        {
            problems.Warning(
                entry.Place,
                entry.Path,
                "without `server-name` the SIP server's certificate must carry the IP address, and TLS sessions with it are not resumed");
        }
    }

    private void ServerNumbers(SipServerOptions server, ConfigNode entry)
    {
        foreach (var word in entry.Setting("dns-server") is { IsValid: true } dns ? dns.Values : [])
        {
            if (!IPEndPoint.TryParse(word.Text, out _))
            {
                problems.Error(word.Place, $"{entry.Path} dns-server", $"`{word.Text}` is a name, and a DNS server must be known by its IP address: nobody could look it up");
            }
        }

        if (server.Weights.Count > 0 && server.Weights.Count != server.Addresses.Count)
        {
            problems.Error(entry.Setting("weights")!.Place, $"{entry.Path} weights", $"{server.Weights.Count} weights for {server.Addresses.Count} addresses: one for each, in their order");
        }
        else if (server.Weights.Count > 0 && server.Balance == TargetBalance.Order)
        {
            problems.Warning(entry.Setting("weights")!.Place, $"{entry.Path} weights", "no effect with balance order, which takes the first address that works: `set balance weight`, or source, or call-id");
        }

        Floor(entry, server.DnsTtlMin, "dns-ttl-min", server.DnsTtlMax, "dns-ttl-max");
        Floor(entry, server.FailurePause, "failure-pause", server.FailurePauseMax, "failure-pause-max");
    }

    private void Floor(ConfigNode entry, int floor, string floorKeyword, int ceiling, string ceilingKeyword)
    {
        if (floor > ceiling)
        {
            problems.Error((entry.Setting(floorKeyword) ?? entry.Setting(ceilingKeyword) ?? entry).Place, entry.Path, $"{floorKeyword} {floor} is above {ceilingKeyword} {ceiling}: lower the one, or raise the other");
        }
    }

    private void Listeners()
    {
        if (options.Listeners.Count == 0)
        {
            problems.Warning(root.Place, "sip listener", "there is no listener: nothing is relayed");
        }

        var taken = new Dictionary<(string Address, int Port), string>();
        foreach (var listener in options.Listeners.Values)
        {
            var entry = Entry("sip listener", listener.Name);
            Require(entry, "server", "a listener needs a SIP server: `set server NAME`");
            var port = options.PortOf(listener);
            if (port != 0 && !taken.TryAdd((listener.Address, port), listener.Name))
            {
                problems.Error(entry.Place, entry.Path, $"{listener.Address} port {port} is taken by listener `{taken[(listener.Address, port)]}`");
            }

            Balancers(listener, entry);

            // A refused name is not the profile `default`: its own problem says enough.
            if (entry.Setting("voip-profile") is not { IsValid: false }
                && options.VoipProfiles.TryGetValue(listener.VoipProfile, out var profile) && profile is { SslMode: SslMode.Full, SslServerCertificates.Count: 0 }
                && root.Block("voip profile")?.Entry(profile.Name)?.Block("sip")?.Setting("ssl-server-certificate") is not { IsValid: false })
            {
                problems.Error(entry.Place, entry.Path, $"VoIP profile `{profile.Name}` has no certificate to show to phones: `set ssl-server-certificate NAME` in it");
            }
        }
    }

    private void Balancers(ListenerOptions listener, ConfigNode entry)
    {
        const string From = "proxy-protocol-from";
        if (listener.ProxyProtocol == ProxyProtocolUse.Off)
        {
            if (entry.Setting(From) is { IsValid: true, Values.Count: > 0 } unused)
            {
                problems.Warning(unused.Place, unused.Path, "no effect while proxy-protocol is off: `set proxy-protocol accept` or `require`");
            }
        }
        else if (entry.Setting(From) is not { Values.Count: > 0 })
        {
            var setting = entry.Setting("proxy-protocol")!;
            problems.Error(setting.Place, setting.Path, $"nobody may say whose connection it is before the balancers are named: `set {From} ADDRESS/BITS`");
        }
    }

    private void Management(ManagementOptions management, ConfigNode block)
    {
        var address = IPAddress.Parse(management.Address);
        var (token, callers) = (block.Setting("token-file"), block.Setting("client-ca"));
        if (token is null && callers is null && !IPAddress.IsLoopback(address))
        {
            problems.Error(
                (block.Setting("address") ?? block).Place,
                block.Path,
                $"whoever reaches {management.Address} could stop the relay: `set token-file PATH`, or `set client-ca NAME`, or listen on 127.0.0.1");
        }

        if (block.Setting("certificate") is null)
        {
            if (callers is not null)
            {
                problems.Error(callers.Place, callers.Path, "certificates are shown over HTTPS alone: `set certificate NAME`, too");
            }
            else if (token is not null && !IPAddress.IsLoopback(address))
            {
                problems.Warning(token.Place, token.Path, "the token goes over the network as it is, and whoever reads it there can stop the relay: `set certificate NAME` makes it HTTPS");
            }
        }

        if (management.TokenFile is { } file && token is { IsValid: true } && BearerToken.Fault(file) is { } sentence)
        {
            problems.Error(token.Place, token.Path, sentence);
        }

        var taken = options.Listeners.Values.FirstOrDefault(listener => management.Port != 0 && options.PortOf(listener) == management.Port && (listener.Address == management.Address || IsAny(listener.Address)));
        if (taken is not null)
        {
            problems.Error((block.Setting("port") ?? block).Place, block.Path, $"{management.Address} port {management.Port} is taken by listener `{taken.Name}`");
        }
    }

    private void Telemetry(TelemetryOptions telemetry, ConfigNode block)
    {
        Require(block, "endpoint", "metrics need somewhere to go: `set endpoint URL`");
        if (block.Setting("endpoint") is { IsValid: true } endpoint && !(Uri.TryCreate(telemetry.Endpoint, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"))
        {
            problems.Error(endpoint.Place, endpoint.Path, $"`{telemetry.Endpoint}` is no address of HTTP, such as http://127.0.0.1:4318");
        }

        if (block.Setting("headers-file") is { IsValid: true } headers && telemetry.HeadersFile is { } file && TelemetryHeaders.Fault(file) is { } sentence)
        {
            problems.Error(headers.Place, headers.Path, sentence);
        }
    }

    private static bool IsAny(string address) => IPAddress.TryParse(address, out var parsed) && (parsed.Equals(IPAddress.Any) || parsed.Equals(IPAddress.IPv6Any));

    // A setting that was refused is not missing: its own problem says more.
    private void Require(ConfigNode entry, string keyword, string sentence)
    {
        if (entry.Setting(keyword) is not { Values.Count: > 0 })
        {
            problems.Error(entry.Place, entry.Path, sentence);
        }
    }

    private ConfigNode Entry(string block, string name) => root.Block(block)!.Entry(name)!;
}
