// SPDX-License-Identifier: MIT

namespace FastSipAlg.Dissect;

/// <summary>A dissected file for people.</summary>
internal static class TextReport
{
    private const string Indentation = "        ";

    /// <summary>True when the profile passes all of it.</summary>
    public static bool Write(TextWriter output, DissectedFile file)
    {
        var count = new PartCount();
        Line(output, $"{file.Name}: {Count(file.Length, "octet")}, profile {file.Profile}");
        foreach (var part in file.Parts)
        {
            count.Add(part);
            output.Write('\n');
            Part(output, part, file.Profile);
        }

        output.Write('\n');
        Line(output, $"{file.Name}: {Summary(count, file.Profile)}");
        return count.Passes;
    }

    private static void Part(TextWriter output, DissectedPart part, string profile)
    {
        switch (part)
        {
            case DissectedMessage message:
                Message(output, message, profile);
                break;
            case DissectedLineBreaks breaks:
                var pings = breaks.Pings == 0 ? "which go no further" : $"{Count(breaks.Pings, "ping")} (RFC 5626 §3.5.1), each answered with CRLF";
                Line(output, $"octet {breaks.Offset}: {Count(breaks.Length, "octet")} of line breaks, {pings}");
                break;
            case DissectedRubble rubble:
                Rubble(output, rubble);
                break;
            case DissectedStump stump:
                Line(output, $"octet {stump.Offset}: the file ends within a message: {stump.Missing}");
                Lines(output, stump.Lines);
                break;
        }
    }

    private static void Message(TextWriter output, DissectedMessage message, string profile)
    {
        Line(output, $"message {message.Number}: {(message.IsRequest ? "request" : "response")}, {Count(message.Length, "octet")} from octet {message.Offset}, {Count(message.BodyLength, "octet")} of body");
        Lines(output, message.Lines);
        Line(output, message.Findings.Count == 0 ? "\n  no defect" : $"\n  {Count(message.Findings.Count, "finding")}");
        foreach (var finding in message.Findings)
        {
            Defect(output, finding);
            Line(output, $"{Indentation}{Decision(finding, profile)}");
        }

        Line(output, message.Passes ? $"  verdict under {profile}: pass" : $"  verdict under {profile}: {message.Verdict}, because of {message.DecidedBy}");
        if (!message.Passes)
        {
            Answer(output, message.Answer);
        }
    }

    private static void Lines(TextWriter output, IReadOnlyList<DissectedLine> lines)
    {
        foreach (var line in lines)
        {
            Line(output, $"{line.Number,5}  {line.Text}".TrimEnd());
            if (Understood(line) is { Length: > 0 } understood)
            {
                Line(output, Indentation + "  " + understood);
            }
        }
    }

    private static string Understood(DissectedLine line)
    {
        // The first fact of an SDP line is what its letter means.
        var isSdp = line.Kind == LineKind.Sdp && line.Facts.Count > 0;
        var name = isSdp ? line.Facts[0].Text : line.Kind == LineKind.Header ? line.Id : "";
        var facts = string.Join(", ", line.Facts.Skip(isSdp ? 1 : 0).Select(fact => $"{fact.Name}={fact.Text}"));
        return name + (name.Length > 0 && facts.Length > 0 ? ": " : "") + facts;
    }

    private static void Defect(TextWriter output, Finding finding)
    {
        var section = finding.Section.Length > 0 ? $" ({finding.Section})" : "";
        var defect = finding.Defect.Length > 0 ? $", {finding.Defect}" : "";
        Line(output, $"  {finding.Rule}{defect}: {finding.Sentence}{section}, line {finding.Line}, column {finding.Column}");
        Line(output, Indentation + finding.Text);
        Line(output, Indentation + new string(' ', finding.Caret) + "^");
    }

    private static string Decision(Finding finding, string profile) => finding.Mode switch
    {
        "off" => $"{profile}: not looked at (off)",
        "observe" when finding.Action != "pass" => $"{profile}: would {finding.Action}, but only observes",
        _ => $"{profile}: {finding.Action}",
    };

    private static void Rubble(TextWriter output, DissectedRubble rubble)
    {
        Line(output, $"octet {rubble.Offset}: {Count(rubble.Length, "octet")} that cannot be cut into messages; the flow would end here, under any profile");
        Lines(output, rubble.Lines);
        Defect(output, rubble.Finding);
        if (rubble.Hint.Length > 0)
        {
            Line(output, $"  hint: {rubble.Hint}");
        }

        Answer(output, rubble.Answer);
    }

    private static void Answer(TextWriter output, IReadOnlyList<string> answer)
    {
        Line(output, answer.Count == 0 ? "  no answer" : "  answer:");
        foreach (var line in answer.Where(line => line.Length > 0))
        {
            Line(output, (Indentation + line).TrimEnd());
        }
    }

    private static string Summary(PartCount count, string profile)
    {
        if (count.IsEmpty)
        {
            return "there is no message in it";
        }

        return count.Passes ? $"{profile} passes {(count.Messages == 1 ? "the message" : $"all {count.Messages} messages")}" : $"{profile} does not pass all of it";
    }

    private static string Count(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";

    private static void Line(TextWriter output, string line) => output.Write(line + "\n");
}
