// SPDX-License-Identifier: MIT

using System.Globalization;
using System.Text;
using System.Text.Json;
using FastSipAlg.Dissect;
using FastSipAlg.Inspection.Reports;
using FastSipAlg.Sip.Framing;

namespace FastSipAlg.Fuzz.Targets;

/// <summary>
/// Parts of a dissected file lie in it one behind the other without a gap, and are what a framer makes of it. The two reports say the same, in plain characters.
/// </summary>
internal sealed class DissectTarget : IFuzzTarget
{
    private readonly SipHeaderIndex _fields = new();

    public string Name => "dissect";

    public IReadOnlyList<string> SeedFolders => ["sip"];

    public IReadOnlyList<string> Words { get; } =
    [
        .. SipWords.All, "\u202e", "\u2028", "\u001b[2J", "\u00ad", "\U000e0001", "\r\n\r\n\r\n\r\n", "X-Vendor: ", "Authorization: Digest ", "sip:user:password@host", "v=0\r\n", "k=clear:x\r\n", "m=audio 1 ",
        "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:", "Content-Encoding: gzip\r\n",
    ];

    public int TestExecutions => 1_500;

    public void Run(ReadOnlySpan<byte> input)
    {
        var profile = input.Length % 2 == 0 ? FuzzProfiles.Strict : FuzzProfiles.RespondingWithoutPatterns;
        var file = new FileDissector(profile).Dissect("input.sip", input.ToArray());
        file = file with { Parts = [.. file.Parts] };
        CheckParts(input, file, SipFramerLimits.WithRoomFor(profile.Inspection.MaxBodyLength));
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        using var json = new MemoryStream();
        var passes = TextReport.Write(text, file);
        Invariant.Holds(passes == JsonReport.Write(json, file));
        Invariant.Holds(IsPlain(text.ToString()) && IsPlain(Encoding.UTF8.GetString(json.ToArray())));
        using var document = JsonDocument.Parse(json.ToArray());
        Invariant.Holds(document.RootElement.GetProperty("passes").GetBoolean() == passes);
        CompareReports(text.ToString(), document.RootElement);
    }

    private void CheckParts(ReadOnlySpan<byte> input, DissectedFile file, SipFramerLimits limits)
    {
        var framer = new SipFramer(limits, _fields);
        var end = 0;
        var messages = 0;
        foreach (var part in file.Parts)
        {
            Invariant.Holds(part.Offset == end && part.Length > 0);
            end += part.Length;
            switch (part)
            {
                case DissectedLineBreaks breaks:
                    Invariant.Holds(breaks.Pings == CountPings(framer, input.Slice(part.Offset, part.Length)));
                    break;
                case DissectedMessage message:
                    Invariant.Holds(framer.Read(input[part.Offset..], out var length) == FrameStatus.Message && length == part.Length);
                    Invariant.Holds(message.Number == ++messages && message.IsRequest == framer.IsRequest && message.BodyLength == length - framer.HeaderSectionLength);
                    Invariant.Holds(message.Passes == (message.DecidedBy.Length == 0) && (!message.Passes || message.Answer.Count == 0));
                    Invariant.Holds(message.Passes || message.Findings.Any(finding => finding.Rule == message.DecidedBy) || message.Findings.Count >= 32);
                    CheckLines(message.Lines);
                    break;
                case DissectedRubble rubble:
                    Invariant.Holds(framer.Read(input[part.Offset..], out _) == FrameStatus.Malformed && rubble.Finding.Defect == framer.Defect.ToString());
                    Invariant.Holds(end == input.Length);
                    CheckLines(rubble.Lines);
                    break;
                case DissectedStump stump:
                    Invariant.Holds(framer.Read(input[part.Offset..], out _) == FrameStatus.NeedMoreData && framer.IsInMessage);
                    Invariant.Holds(end == input.Length);
                    CheckLines(stump.Lines);
                    break;
            }
        }

        Invariant.Holds(end == input.Length && file.Length == end);
    }

    private static int CountPings(SipFramer framer, ReadOnlySpan<byte> octets)
    {
        var pings = 0;
        while (!octets.IsEmpty && framer.Read(octets, out var consumed) is (FrameStatus.Ping or FrameStatus.LineBreaks) and var status)
        {
            pings += status == FrameStatus.Ping ? 1 : 0;
            octets = octets[consumed..];
        }

        return pings;
    }

    // Line numbers grow.
    private static void CheckLines(IReadOnlyList<DissectedLine> lines)
    {
        var number = 0;
        foreach (var line in lines)
        {
            Invariant.Holds(line.Number > number);
            number = line.Number;
        }
    }

    // Whatever one tells, the other tells in the same order.
    private static void CompareReports(string text, JsonElement json)
    {
        var rest = text.AsSpan();
        foreach (var part in json.GetProperty("parts").EnumerateArray())
        {
            if (part.TryGetProperty("number", out var number))
            {
                Find(ref rest, $"\nmessage {number.GetInt32()}: {part.GetProperty("kind").GetString()}, ");
            }

            if (part.TryGetProperty("lines", out var lines))
            {
                foreach (var line in lines.EnumerateArray())
                {
                    Find(ref rest, $"\n{line.GetProperty("line").GetInt32(),5}  {line.GetProperty("text").GetString()}".TrimEnd() + "\n");
                    rest = text.AsSpan(text.Length - rest.Length - 1);
                }
            }

            if (part.TryGetProperty("findings", out var findings))
            {
                foreach (var finding in findings.EnumerateArray())
                {
                    Find(ref rest, $"\n  {finding.GetProperty("rule").GetString()}");
                    Find(ref rest, $": {finding.GetProperty("sentence").GetString()}");
                    Find(ref rest, $", line {finding.GetProperty("line").GetInt32()}, column {finding.GetProperty("column").GetInt32()}\n");
                    Find(ref rest, finding.GetProperty("text").GetString()! + "\n");
                    Invariant.Holds(rest[..rest.IndexOf('\n')].Trim(' ') is "^");
                }
            }

            if (part.TryGetProperty("verdict", out var verdict))
            {
                Find(ref rest, $": {verdict.GetString()}");
            }
        }
    }

    private static void Find(ref ReadOnlySpan<char> rest, string what)
    {
        var at = rest.IndexOf(what);
        Invariant.Holds(at >= 0);
        rest = rest[(at + what.Length)..];
    }

    private static bool IsPlain(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value != '\n' && !PeerText.IsPlain(rune))
            {
                return false;
            }
        }

        return true;
    }
}
