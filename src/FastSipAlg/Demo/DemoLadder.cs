// SPDX-License-Identifier: MIT

using System.Globalization;
using FastSipAlg.Relay.Flows;
using FastSipAlg.Simulation.Traces;

namespace FastSipAlg.Demo;

/// <summary>One call as a ladder: caller, SIP server, callee, each arrow through FastSipAlg, and the TLS parameters of all four legs.</summary>
internal static class DemoLadder
{
    private const int Width = 28;

    public static void Show(IReadOnlyList<TraceEntry> call, FlowRegistry flows)
    {
        var caller = call[0].Party;
        var callee = call.First(entry => entry.Party != caller).Party;
        Console.Out.WriteLine();
        Console.Out.WriteLine("One call, every arrow through FastSipAlg (Call-ID " + call[0].CallId + "):");
        Console.Out.WriteLine("        ms  " + caller.PadRight(Width + 1) + "SIP server".PadRight(Width + 1) + callee);
        foreach (var entry in call)
        {
            var label = Shorten(entry.FirstLine);
            var rung = entry.Party == caller
                ? "│" + Arrow(label, toRight: entry.Direction == TraceDirection.Sent) + "│" + new string(' ', Width) + "│"
                : "│" + new string(' ', Width) + "│" + Arrow(label, toRight: entry.Direction == TraceDirection.Received) + "│";
            var milliseconds = (entry.Time - call[0].Time).TotalMilliseconds.ToString("0.0", CultureInfo.InvariantCulture);
            Console.Out.WriteLine(milliseconds.PadLeft(10) + "  " + rung);
        }

        foreach (var flow in flows.Flows.OrderBy(flow => flow.Id.Value).Take(2))
        {
            Console.Out.WriteLine(
                $"flow {flow.Id}: phone leg {flow.PhoneSession.VersionName} {flow.PhoneSession.CipherName}, server leg {flow.ServerSession.VersionName} {flow.ServerSession.CipherName}");
        }

        Console.Out.WriteLine();
    }

    // "INVITE sip:phone1@sip.example.com SIP/2.0" → "INVITE"; "SIP/2.0 180 Ringing" → "180 Ringing".
    private static string Shorten(string firstLine) =>
        firstLine.StartsWith("SIP/2.0 ", StringComparison.Ordinal) ? firstLine["SIP/2.0 ".Length..] : firstLine.Split(' ')[0];

    private static string Arrow(string label, bool toRight)
    {
        var text = " " + (label.Length > Width - 6 ? label[..(Width - 6)] : label) + " ";
        var left = (Width - 1 - text.Length) / 2;
        var line = new string('─', left) + text + new string('─', Width - 1 - text.Length - left);
        return toRight ? line + "▶" : "◀" + line;
    }
}
