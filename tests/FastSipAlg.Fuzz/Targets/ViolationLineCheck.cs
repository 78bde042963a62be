// SPDX-License-Identifier: MIT

using System.Net;
using System.Text.Json;
using FastSipAlg.Inspection.Reports;
using FastSipAlg.Inspection.Verdicts;
using FastSipAlg.Tracking.Flows;

namespace FastSipAlg.Fuzz.Targets;

/// <summary>
/// A violation's line is one line of plain characters; its JSON is one flat object; and both say the same, so nothing that a peer wrote ends a field, begins another or
/// hides one.
/// </summary>
internal static class ViolationLineCheck
{
    private static readonly DateTimeOffset Now = new(2026, 1, 15, 9, 14, 2, TimeSpan.Zero);

    private static readonly FlowFacts Facts = new(new FlowId(7), "phones", "refusing", new IPEndPoint(IPAddress.Loopback, 40_000))
    {
        Server = new IPEndPoint(IPAddress.IPv6Loopback, 5061),
    };

    public static void Check(in Violation violation)
    {
        var text = ViolationLine.Write(violation, Facts, Now, suppressed: 3, isJson: false);
        var json = ViolationLine.Write(violation, Facts, Now, suppressed: 3, isJson: true);
        Invariant.Holds(IsPlain(text) && IsPlain(json));
        using var document = JsonDocument.Parse(json);
        var rest = text.AsSpan();
        var names = new HashSet<string>();
        foreach (var property in document.RootElement.EnumerateObject())
        {
            Invariant.Holds(names.Add(property.Name));
            rest = rest[(names.Count == 1 ? 0 : 1)..];
            Invariant.Holds(rest.StartsWith(property.Name) && rest[property.Name.Length] == '=');
            rest = rest[(property.Name.Length + 1)..];
            var value = TakeValue(ref rest, property.Value.ValueKind == JsonValueKind.String);
            Invariant.Holds(value.SequenceEqual(property.Value.ValueKind == JsonValueKind.String ? property.Value.GetString() : property.Value.GetRawText()));
        }

        Invariant.Holds(rest.IsEmpty);
    }

    private static bool IsPlain(string line)
    {
        foreach (var rune in line.EnumerateRunes())
        {
            if (!PeerText.IsPlain(rune))
            {
                return false;
            }
        }

        return true;
    }

    // As a reader of key=value lines takes it: to the next quote that no backslash stands before, or to the next space.
    private static ReadOnlySpan<char> TakeValue(ref ReadOnlySpan<char> rest, bool isQuoted)
    {
        if (!isQuoted)
        {
            var space = rest.IndexOf(' ');
            return Take(ref rest, space < 0 ? rest.Length : space);
        }

        Invariant.Holds(rest[0] == '"');
        rest = rest[1..];
        var end = 0;
        while (rest[end] != '"')
        {
            end += rest[end] == '\\' ? 2 : 1;
        }

        var value = Take(ref rest, end);
        rest = rest[1..];
        return value;
    }

    private static ReadOnlySpan<char> Take(ref ReadOnlySpan<char> rest, int length)
    {
        var taken = rest[..length];
        rest = rest[length..];
        return taken;
    }
}
