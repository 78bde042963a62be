// SPDX-License-Identifier: MIT

using System.Text.Encodings.Web;
using System.Text.Json;

namespace FastSipAlg.Dissect;

/// <summary>A dissected file for programs.</summary>
internal static class JsonReport
{
    // What could mislead a terminal is escaped before it comes here.
    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>True when the profile passes all of it.</summary>
    public static bool Write(Stream output, DissectedFile file)
    {
        var count = new PartCount();
        using (var json = new Utf8JsonWriter(output, Options))
        {
            json.WriteStartObject();
            json.WriteString("file", file.Name);
            json.WriteNumber("octets", file.Length);
            json.WriteString("profile", file.Profile);
            json.WriteStartArray("parts");
            foreach (var part in file.Parts)
            {
                count.Add(part);
                json.WriteStartObject();
                Part(json, part);
                json.WriteEndObject();
                json.Flush();
            }

            json.WriteEndArray();
            json.WriteNumber("messages", count.Messages);
            json.WriteBoolean("passes", count.Passes);
            json.WriteEndObject();
        }

        output.Write("\n"u8);
        return count.Passes;
    }

    private static void Part(Utf8JsonWriter json, DissectedPart part)
    {
        json.WriteString("kind", part switch
        {
            DissectedMessage { IsRequest: true } => "request",
            DissectedMessage => "response",
            DissectedLineBreaks => "line-breaks",
            DissectedRubble => "malformed",
            _ => "cut-off",
        });
        json.WriteNumber("offset", part.Offset);
        json.WriteNumber("length", part.Length);
        switch (part)
        {
            case DissectedMessage message:
                Message(json, message);
                break;
            case DissectedLineBreaks breaks:
                json.WriteNumber("pings", breaks.Pings);
                break;
            case DissectedRubble rubble:
                Lines(json, rubble.Lines);
                json.WriteStartArray("findings");
                Finding(json, rubble.Finding);
                json.WriteEndArray();
                json.WriteString("hint", rubble.Hint);
                Strings(json, "answer", rubble.Answer);
                break;
            case DissectedStump stump:
                Lines(json, stump.Lines);
                json.WriteString("missing", stump.Missing);
                break;
        }
    }

    private static void Message(Utf8JsonWriter json, DissectedMessage message)
    {
        json.WriteNumber("number", message.Number);
        json.WriteNumber("bodyLength", message.BodyLength);
        Lines(json, message.Lines);
        json.WriteStartArray("findings");
        foreach (var finding in message.Findings)
        {
            Finding(json, finding);
        }

        json.WriteEndArray();
        json.WriteString("verdict", message.Verdict);
        json.WriteString("decidedBy", message.DecidedBy);
        Strings(json, "answer", message.Answer);
    }

    private static void Lines(Utf8JsonWriter json, IReadOnlyList<DissectedLine> lines)
    {
        json.WriteStartArray("lines");
        foreach (var line in lines)
        {
            Line(json, line);
        }

        json.WriteEndArray();
    }

    private static void Line(Utf8JsonWriter json, DissectedLine line)
    {
        json.WriteStartObject();
        json.WriteNumber("line", line.Number);
        json.WriteString("kind", line.Kind switch
        {
            LineKind.RequestLine => "request-line",
            LineKind.StatusLine => "status-line",
            LineKind.Header => "header",
            LineKind.Continuation => "continuation",
            LineKind.Empty => "empty",
            LineKind.Sdp => "sdp",
            LineKind.Multipart => "multipart",
            LineKind.Content => "content",
            _ => "unread",
        });
        json.WriteString("id", line.Id);
        json.WriteString("text", line.Text);
        json.WriteStartObject("facts");
        foreach (var fact in line.Facts)
        {
            json.WriteString(fact.Name, fact.Text);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Finding(Utf8JsonWriter json, Finding finding)
    {
        json.WriteStartObject();
        json.WriteString("rule", finding.Rule);
        json.WriteString("defect", finding.Defect);
        json.WriteString("sentence", finding.Sentence);
        json.WriteString("rfc", finding.Section);
        json.WriteNumber("line", finding.Line);
        json.WriteNumber("column", finding.Column);
        json.WriteString("text", finding.Text);
        json.WriteNumber("caret", finding.Caret);
        json.WriteString("action", finding.Action);
        json.WriteString("mode", finding.Mode);
        json.WriteEndObject();
    }

    private static void Strings(Utf8JsonWriter json, string name, IReadOnlyList<string> strings)
    {
        json.WriteStartArray(name);
        foreach (var text in strings)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }
}
