// SPDX-License-Identifier: MIT

using FastSipAlg.Configuration.Options;

namespace FastSipAlg.Configuration.Schema;

/// <summary><c>config system global</c> and <c>config system settings</c> (of a FortiGate's, what concerns SIP), <c>config system management</c> and <c>config system telemetry</c> (ours).</summary>
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
                .To<SystemGlobalOptions>((global, text) => global.CpuUseThreshold = Option.Int(text)),
            Option.Number("memory-use-threshold-extreme", 70, 97, "95", "Per cent of memory from which requests that begin something are refused.")
                .To<SystemGlobalOptions>((global, text) => global.MemoryUseThresholdExtreme = Option.Int(text)),
            Option.Number("memory-use-threshold-green", 70, 97, "82", "Per cent of memory below which nothing is short any more.")
                .To<SystemGlobalOptions>((global, text) => global.MemoryUseThresholdGreen = Option.Int(text)),
            Option.Number("memory-use-threshold-red", 70, 97, "88", "Per cent of memory from which new handshakes wait.")
                .To<SystemGlobalOptions>((global, text) => global.MemoryUseThresholdRed = Option.Int(text)),
            Option.Number("memory-limit", 0, 16_777_216, "0", "MiB that the process may have, and that the thresholds are of; 0: what the platform gives it.").Ours()
                .To<SystemGlobalOptions>((global, text) => global.MemoryLimit = Option.Int(text)),
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
                .To<SystemSettingsOptions>((settings, text) => settings.SipSslPort = Option.Int(text)),
            Option.Of(OptionKind.Directory, "certificate-store", "Where `fastsipalg certificate import` puts certificates.", CertificateDirectory.DefaultName).Ours()
                .To<SystemSettingsOptions>((settings, text) => settings.CertificateStore = text),
            Option.Number("certificate-check-interval", 0, 86400, "10", "Seconds between two looks whether the configuration's file or a certificate's has changed; 0: only SIGHUP and `reload` reload.").Ours()
                .To<SystemSettingsOptions>((settings, text) => settings.CertificateCheckInterval = Option.Int(text)),
            Option.Number("drain-timeout", 1, 86400, "10", "Seconds that stopping gives to flows that are busy; those that are idle are closed in the first half of it.").Ours()
                .To<SystemSettingsOptions>((settings, text) => settings.DrainTimeout = Option.Int(text)),
            Option.Of(OptionKind.WrittenFile, "tls-key-log", "Where the keys of all TLS sessions are written (SSLKEYLOGFILE), to decrypt a capture.").Ours()
                .To<SystemSettingsOptions>((settings, text) => settings.TlsKeyLog = text),
            Option.Number("sip-tcp-port", 1, 65535, "5060", "The port of a listener that names none and speaks plain TCP (ssl-mode off); of several, the first.")
                .To<SystemSettingsOptions>((settings, text) => settings.SipTcpPort = Option.Int(text)) with { IsList = true },
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
                .To<ManagementOptions>((management, text) => management.Port = Option.Int(text)),
            Option.Reference("certificate", ["vpn certificate local"], "Makes it HTTPS, with this certificate.").Ours()
                .To<ManagementOptions>((management, text) => management.Certificate = text),
            Option.Reference("client-ca", ["vpn certificate ca"], "The CA that must have issued a certificate to each caller of the API (mutual TLS).").Ours()
                .To<ManagementOptions>((management, text) => management.ClientCa = text),
            Option.Of(OptionKind.File, "token-file", "A file whose first line is the token that callers must show.").Ours()
                .To<ManagementOptions>((management, text) => management.TokenFile = text),
            Option.Choice("ready-needs-servers", ["disable", "enable"], "disable", "Whether /readyz fails while a listener's SIP server has no target that is up.").Ours()
                .To<ManagementOptions>((management, text) => management.ReadyNeedsServers = text == "enable"),
            Option.Number("drain-delay", 0, 3600, "6", "Seconds from the failing of /readyz to the last connection that is accepted, when we stop.").Ours()
                .To<ManagementOptions>((management, text) => management.DrainDelay = Option.Int(text)),
        ],
    };

    public static readonly BlockSchema Telemetry = new()
    {
        Name = "system telemetry",
        Help = "Export of metrics by OTLP.",
        IsOptional = true,
        Open = (root, _) => root.Telemetry ??= new TelemetryOptions(),
        Options =
        [
            Option.Text("endpoint", "The collector's base address, such as http://127.0.0.1:4318; `/v1/metrics` is appended for http-protobuf.", 1024).Ours()
                .To<TelemetryOptions>((telemetry, text) => telemetry.Endpoint = text),
            Option.Choice("protocol", ["http-protobuf", "grpc"], "http-protobuf", "How OTLP is spoken.").Ours()
                .To<TelemetryOptions>((telemetry, text) => telemetry.Protocol = text == "grpc" ? TelemetryProtocol.Grpc : TelemetryProtocol.HttpProtobuf),
            Option.Number("interval", 1, 3600, "60", "Seconds between two exports.").Ours()
                .To<TelemetryOptions>((telemetry, text) => telemetry.Interval = Option.Int(text)),
            Option.Of(OptionKind.File, "headers-file", "A file with a line NAME=VALUE for each header field to send along, such as a key of the collector's.").Ours()
                .To<TelemetryOptions>((telemetry, text) => telemetry.HeadersFile = text),
        ],
    };
}
