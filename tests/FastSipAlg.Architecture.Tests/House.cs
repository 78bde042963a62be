// SPDX-License-Identifier: MIT

namespace FastSipAlg.Architecture.Tests;

/// <summary>
/// One project under <c>src</c>: its floor, exactly the projects it references, and its folders in order. A folder uses only folders before it;
/// the project's root files come last and may use them all.
/// </summary>
internal sealed record Room(string Project, int Floor, string[] References, string[] Folders);

/// <summary>
/// The plan of the house, and the one place to change it. A new project gets a line, a new folder its place in the order: as early as what it
/// uses allows.
/// </summary>
internal static class House
{
    public static IReadOnlyList<Room> Rooms { get; } =
    [
        new("FastSipAlg.Sip", 1,
            References: [],
            Folders: ["Text", "Grammar", "Framing", "Messages", "Headers", "Sdp", "Editing"]),
        new("FastSipAlg.Configuration", 1,
            References: [],
            Folders: ["Options", "Problems", "Syntax", "Schema", "Providers", "Validation"]),
        new("FastSipAlg.Transport", 2,
            References: ["FastSipAlg.Configuration"],
            Folders: ["Sockets", "ProxyProtocol", "ClientHello", "Certificates", "Servers", "Legs"]),
        new("FastSipAlg.Tracking", 2,
            References: ["FastSipAlg.Sip"],
            Folders: ["Flows", "Time", "Media", "Registrations", "Dialogs", "Transactions", "Stores"]),
        // Beside the product: phones and a SIP server for the demo, the tests and perf. Never on a message's way.
        new("FastSipAlg.Simulation", 2,
            References: ["FastSipAlg.Sip"],
            Folders: ["Certificates", "Messages", "Traces", "Connections", "Measuring", "Servers", "Phones", "Load"]),
        new("FastSipAlg.Inspection", 3,
            References: ["FastSipAlg.Configuration", "FastSipAlg.Sip", "FastSipAlg.Tracking"],
            Folders: ["Verdicts", "Checks", "Rules", "Reports"]),
        new("FastSipAlg.Relay", 4,
            References: ["FastSipAlg.Configuration", "FastSipAlg.Inspection", "FastSipAlg.Sip", "FastSipAlg.Tracking", "FastSipAlg.Transport"],
            Folders: ["Policy", "Taps", "Diagnostics", "Overload", "Messages", "Servers", "Flows"]),
        new("FastSipAlg.Telemetry", 5,
            References: ["FastSipAlg.Configuration"],
            Folders: []),
        new("FastSipAlg.Management", 6,
            References: ["FastSipAlg.Configuration", "FastSipAlg.Inspection", "FastSipAlg.Relay", "FastSipAlg.Tracking", "FastSipAlg.Transport"],
            Folders: ["Access", "Metrics", "State", "Endpoints"]),
        new("FastSipAlg", 7,
            References:
            [
                "FastSipAlg.Configuration", "FastSipAlg.Inspection", "FastSipAlg.Management", "FastSipAlg.Relay", "FastSipAlg.Simulation", "FastSipAlg.Sip",
                "FastSipAlg.Telemetry", "FastSipAlg.Tracking", "FastSipAlg.Transport",
            ],
            Folders: ["Hosting", "Demo", "Dissect", "Certificates", "TlsReport", "Remote", "Cli"]),
    ];

    /// <summary>Rooms that run once per message or deeper: they see a compiled policy, never options. Path prefixes.</summary>
    public static IReadOnlyList<string> PerMessageRooms { get; } =
    [
        "src/FastSipAlg.Sip/", "src/FastSipAlg.Tracking/", "src/FastSipAlg.Inspection/Verdicts/", "src/FastSipAlg.Inspection/Checks/",
        "src/FastSipAlg.Inspection/Rules/", "src/FastSipAlg.Inspection/Reports/", "src/FastSipAlg.Inspection/InspectionPipeline.cs",
        "src/FastSipAlg.Relay/Overload/", "src/FastSipAlg.Relay/Messages/",
    ];

    /// <summary>Names that say nothing about what lies behind them.</summary>
    public static IReadOnlyList<string> EmptyNames { get; } =
    [
        "Common", "Core", "Shared", "Helper", "Helpers", "Utility", "Utilities", "Utils", "Infrastructure", "Abstractions", "Models", "Services",
    ];
}
