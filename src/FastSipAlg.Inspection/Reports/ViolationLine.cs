// SPDX-License-Identifier: MIT

using System.Globalization;
using System.Net;
using FastSipAlg.Inspection.Verdicts;
using FastSipAlg.Sip.Grammar;
using FastSipAlg.Sip.Messages;
using FastSipAlg.Tracking.Flows;

namespace FastSipAlg.Inspection.Reports;

/// <summary>
/// The line of one violation: FortiOS's field names and ids (FortiOS log reference, VoIP, 44033 and 44034), then what FortiOS lacks: rule, defect, RFC section,
/// place, answer.
/// </summary>
internal static class ViolationLine
{
    /// <summary>LOGID_EVENT_VOIP_SIP_BLOCK: something well formed that the profile forbids.</summary>
    public const int Blocked = 44033;

    /// <summary>LOGID_EVENT_VOIP_SIP_FUZZING: something malformed.</summary>
    public const int Malformed = 44034;

    /// <summary>Octets at the fault that <c>malform_data</c> shows.</summary>
    private const int DataLength = 32;

    public static int IdOf(in Violation violation) => violation.Fault.IsNone ? Blocked : Malformed;

    public static string Write(in Violation violation, FlowFacts facts, DateTimeOffset now, long suppressed, bool isJson)
    {
        var line = new LogLine(isJson);
        AddTime(line, now);
        AddType(line, IdOf(violation), violation.Outcome == VerdictKind.Pass ? "information" : "warning");
        AddFlow(line, violation, facts);
        AddMessage(line, violation);
        AddPlace(line, violation);
        AddDecision(line, violation, facts);
        if (suppressed > 0)
        {
            line.Add("suppressed", suppressed);
        }

        return line.ToString();
    }

    /// <summary>What is said once when violations of one rule come faster than lines are written.</summary>
    public static string WriteFlood(InspectionRuleId rule, FlowFacts facts, DateTimeOffset now, bool isJson)
    {
        var line = new LogLine(isJson);
        AddTime(line, now);
        AddType(line, Malformed, "critical");
        line.Add("profile", facts.Profile);
        line.Add("voip_proto", "sip");
        line.Add("kind", "flood");
        line.Add("rule", InspectionRuleIds.ToKeyword(rule));
        line.Add("malform_desc", string.Create(
            CultureInfo.InvariantCulture,
            $"More than {ViolationRate.LinesPerSecond} violations a second: of the rest one in {ViolationRate.SampleInterval} is logged"));
        return line.ToString();
    }

    private static void AddTime(LogLine line, DateTimeOffset now)
    {
        line.Add("date", now.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        line.Add("time", now.ToString("HH:mm:ss", CultureInfo.InvariantCulture));
        line.Add("eventtime", (now.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) * TimeSpan.NanosecondsPerTick);
        line.Add("tz", "+0000");
    }

    // 08: the VoIP category, 14: its sub-type.
    private static void AddType(LogLine line, int id, string level)
    {
        line.Add("logid", string.Create(CultureInfo.InvariantCulture, $"0814{id:d6}"));
        line.Add("type", "utm");
        line.Add("subtype", "voip");
        line.Add("eventtype", "voip");
        line.Add("level", level);
    }

    private static void AddFlow(LogLine line, in Violation violation, FlowFacts facts)
    {
        line.Add("session_id", facts.Flow.Value);
        var isFromPhone = violation.Direction == MessageDirection.PhoneToServer;
        AddEndPoint(line, "src", isFromPhone ? facts.Phone : facts.Server);
        AddEndPoint(line, "dst", isFromPhone ? facts.Server : facts.Phone);
        line.Add("proto", 6);
        line.Add("profile", facts.Profile);
        line.Add("voip_proto", "sip");
        line.Add("kind", "message");
    }

    private static void AddEndPoint(LogLine line, string side, IPEndPoint? endPoint)
    {
        if (endPoint is not null)
        {
            line.Add(side + "ip", endPoint.Address.ToString());
            line.Add(side + "_port", endPoint.Port);
        }
    }

    private static void AddMessage(LogLine line, in Violation violation)
    {
        line.Add("action", violation.Outcome == VerdictKind.Pass ? "permit" : "block");
        line.Add("status", StatusOf(violation));
        line.Add("dir", violation.Direction == MessageDirection.PhoneToServer ? "session_origin" : "session_reply");
        AddField(line, violation, "call_id", SipHeaderId.CallId);
        AddField(line, violation, "from", SipHeaderId.From);
        AddField(line, violation, "to", SipHeaderId.To);
        line.Add("message_type", violation.IsRequest ? "request" : "response");
        line.Add("request_name", MethodName(violation));
        if (violation.StatusCode != 0)
        {
            line.Add("status_code", violation.StatusCode);
        }
    }

    private static void AddField(LogLine line, in Violation violation, string name, SipHeaderId header)
    {
        if (violation.Fields is { } fields && fields.IndexOf(header) is >= 0 and var index)
        {
            ref readonly var field = ref fields[index];
            var value = violation.Message.Slice(field.ValueStart, field.ValueLength);
            line.AddAround(name, value, 0, SecretLine.LengthBeforePassword(value));
        }
    }

    private static void AddPlace(LogLine line, in Violation violation)
    {
        if (violation.Message.IsEmpty)
        {
            return;
        }

        var offset = Math.Clamp(violation.Fault.Offset, 0, violation.Message.Length);
        var place = MessagePlace.Of(violation.Message, offset);
        var text = MessagePlace.LineAt(violation.Message, offset);
        var column = Math.Min(place.Column - 1, text.Length);
        var shown = SecretLine.ShownLength(violation.Message, offset - (place.Column - 1), text);
        line.AddAround("line", text, column, shown);
        line.Add("line_number", place.Line);
        line.Add("column", place.Column);
        line.Add("malform_desc", Describe(violation));
        if (!violation.Fault.IsNone && column < shown)
        {
            line.Add("malform_data", text[column..Math.Min(shown, column + DataLength)]);
        }
    }

    private static void AddDecision(LogLine line, in Violation violation, FlowFacts facts)
    {
        line.Add("rule", InspectionRuleIds.ToKeyword(violation.Rule));
        line.Add("rule_action", ActionOf(violation.Setting.Action));
        line.Add("mode", violation.Setting.Mode == RuleMode.Observe ? "observe" : "enforce");
        line.Add("defect", violation.Fault.IsNone ? "" : violation.Fault.Defect.ToString());
        line.Add("rfc", violation.Fault.IsNone ? "" : SipDefectText.ToSection(violation.Fault.Defect));
        line.Add("answer", (int)violation.Answer);
        line.Add("flow", facts.Flow.ToString());
        line.Add("listener", facts.Listener);
    }

    // What was done, in one word.
    private static string StatusOf(in Violation violation) => violation switch
    {
        { EndsFlow: true } => "closed",
        { Outcome: VerdictKind.Respond } => "answered",
        { Outcome: VerdictKind.Discard } => "blocked",
        { Setting: { Mode: RuleMode.Observe, Action: not VerdictKind.Pass } } => "observed",
        _ => "passed",
    };

    private static string ActionOf(VerdictKind action) => action switch
    {
        VerdictKind.Pass => "pass",
        VerdictKind.Discard => "discard",
        _ => "respond",
    };

    private static string Describe(in Violation violation) => violation.Fault.IsNone
        ? RuleText.Forbidden(violation.Rule)
        : SipDefectText.ToSentence(violation.Fault.Defect);

    // A method of its own making is the peer's word; a known one is ours.
    private static ReadOnlySpan<byte> MethodName(in Violation violation)
    {
        if (violation.Method != SipMethod.Unknown || !violation.IsRequest)
        {
            return SipMethods.ToOctets(violation.Method);
        }

        var end = violation.Message.IndexOfAny(" \t\r\n"u8);
        return end < 0 ? [] : violation.Message[..end];
    }
}
