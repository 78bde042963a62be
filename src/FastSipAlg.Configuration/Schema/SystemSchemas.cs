// SPDX-License-Identifier: MIT

using System.Globalization;
using FastSipAlg.Configuration.Options;

namespace FastSipAlg.Configuration.Schema;

/// <summary><c>config system global</c> and <c>config system settings</c> (of a FortiGate's, what concerns SIP), and <c>config system management</c> (ours).</summary>
internal static class SystemSchemas
{
    public static readonly BlockSchema Global = new()
    {
        Name = "system global",
        Help = "When CPU or memory counts as short, and new work is refused.",
        Open = (root, _) => root.SystemGlobal,
        Options =
        [
            Option.Number("cpu-use-threshold", 50, 99, "90", "Per cent of the time in which the threads that carry messages have some to carry: when it is more, and messages wait long, CPU is short.")
                .To<SystemGlobalOptions>((global, text) => global.CpuUseThreshold = int.Parse(text, CultureInfo.InvariantCulture)),
            Option.Number("memory-use-threshold-extreme", 70, 97, "95", "Per cent of memory from which requests that begin something are refused.")
                .To<SystemGlobalOptions>((global, text) => global.MemoryUseThresholdExtreme = int.Parse(text, CultureInfo.InvariantCulture)),
            Option.Number("memory-use-threshold-green", 70, 97, "82", "Per cent of memory below which nothing is short any more.")
                .To<SystemGlobalOptions>((global, text) => global.MemoryUseThresholdGreen = int.Parse(text, CultureInfo.InvariantCulture)),
            Option.Number("memory-use-threshold-red", 70, 97, "88", "Per cent of memory from which new handshakes wait.")
                .To<SystemGlobalOptions>((global, text) => global.MemoryUseThresholdRed = int.Parse(text, CultureInfo.InvariantCulture)),
            Option.Number("memory-limit", 0, 16_777_216, "0", "MiB that the process may have, and that the thresholds are of; 0: what the platform gives it.").Ours()
                .To<SystemGlobalOptions>((global, text) => global.MemoryLimit = int.Parse(text, CultureInfo.InvariantCulture)),
        ],
    };

    public static readonly BlockSchema Settings = new()
    {
        Name = "system settings",
        Help = "Settings of the whole program.",
        Open = (root, _) => root.SystemSettings,
        Options =
        [
            Option.Number("sip-ssl-port", 0, 65535, "5061", "The port of a listener that names none and speaks TLS.")
                .To<SystemSettingsOptions>((settings, text) => settings.SipSslPort = int.Parse(text, CultureInfo.InvariantCulture)),
            Option.Of(OptionKind.Directory, "certificate-store", "Where `fastsipalg certificate import` puts certificates.", CertificateDirectory.DefaultName).Ours()
                .To<SystemSettingsOptions>((settings, text) => settings.CertificateStore = text),
            Option.Number("certificate-check-interval", 0, 86400, "10", "Seconds between two looks whether the configuration's file or a certificate's has changed; 0: only SIGHUP and `reload` reload.").Ours()
                .To<SystemSettingsOptions>((settings, text) => settings.CertificateCheckInterval = int.Parse(text, CultureInfo.InvariantCulture)),
            Option.Number("drain-timeout", 1, 86400, "10", "Seconds that stopping gives to flows that are busy; those that are idle are closed in the first half of it.").Ours()
                .To<SystemSettingsOptions>((settings, text) => settings.DrainTimeout = int.Parse(text, CultureInfo.InvariantCulture)),
            Option.Of(OptionKind.WrittenFile, "tls-key-log", "Where the keys of all TLS sessions are written (SSLKEYLOGFILE), to decrypt a capture.").Ours()
                .To<SystemSettingsOptions>((settings, text) => settings.TlsKeyLog = text),
            Option.Number("sip-tcp-port", 1, 65535, "5060", "The port of a listener that names none and speaks plain TCP (ssl-mode off); of several, the first.")
                .To<SystemSettingsOptions>((settings, text) => settings.SipTcpPort = int.Parse(text, CultureInfo.InvariantCulture)) with { IsList = true },
            Option.Number("sip-udp-port", 1, 65535, null, "Ports watched for SIP over UDP.") with
            {
                IsList = true,
                InForce = Option.Nothing,
                FortiOsDefault = "5060",
                Deviation = "only TLS and TCP are relayed",
            },
            Option.Number("sccp-port", 0, 65535, null, "Port watched for SCCP.") with
            {
                InForce = Option.Nothing,
                FortiOsDefault = "2000",
                Deviation = "SCCP is out of scope",
            },
            Option.Choice("default-voip-alg-mode", ["proxy-based", "kernel-helper-based"], "proxy-based", "Who handles SIP.") with
            {
                InForce = ["proxy-based"],
            },
            Option.Switch("sip-helper", "disable", "The kernel's SIP helper.").Unlike("enable", "there is no kernel helper here"),
            Option.Switch("sip-expectation", "disable", "Lets the kernel's helper expect SIP on port 5060."),
            Option.Switch("sip-nat-trace", "disable", "The kernel helper's `nat-trace`.").Unlike("enable", "SDP is not rewritten"),
            Option.Switch("gui-voip-profile", "disable", "Shows VoIP profiles in a FortiGate's web pages."),
        ],
    };

    public static readonly BlockSchema Management = new()
    {
        Name = "system management",
        Help = "The HTTP endpoint for health, metrics and the API.",
        IsOptional = true,
        Open = (root, _) => root.Management ??= new ManagementOptions(),
        Options =
        [
            Option.Of(OptionKind.Address, "address", "The address to listen on.", "127.0.0.1").Ours()
                .To<ManagementOptions>((management, text) => management.Address = text),
            Option.Number("port", 0, 65535, "8061", "The port to listen on.").Ours()
                .To<ManagementOptions>((management, text) => management.Port = int.Parse(text, CultureInfo.InvariantCulture)),
            Option.Of(OptionKind.File, "token-file", "A file whose first line is the token that callers must show.").Ours()
                .To<ManagementOptions>((management, text) => management.TokenFile = text),
            Option.Number("drain-delay", 0, 3600, "6", "Seconds from the failing of /readyz to the last connection that is accepted, when we stop.").Ours()
                .To<ManagementOptions>((management, text) => management.DrainDelay = int.Parse(text, CultureInfo.InvariantCulture)),
        ],
    };
}
