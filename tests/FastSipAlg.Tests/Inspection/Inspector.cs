// SPDX-License-Identifier: MIT

using System.Text;
using FastSipAlg.Configuration;
using FastSipAlg.Inspection;
using FastSipAlg.Inspection.Verdicts;
using FastSipAlg.Sip.Framing;
using FastSipAlg.Sip.Grammar;
using FastSipAlg.Sip.Messages;
using FastSipAlg.Tracking.Flows;

namespace FastSipAlg.Tests.Inspection;

/// <summary>Inspects one message after the other against a profile written as <c>config sip</c> lines, and keeps what is reported.</summary>
internal sealed class Inspector : IViolationReporter
{
    private readonly InspectionPipeline _pipeline;
    private readonly SipHeaderIndex _fields = new();
    private readonly SipFramer _framer;

    private Inspector(InspectionPolicy policy, MessageDirection direction)
    {
        _pipeline = new InspectionPipeline(policy, direction, this);
        _framer = new SipFramer(SipFramerLimits.Default, _fields);
    }

    public List<Reported> Reports { get; } = [];

    /// <summary>All answers so far.</summary>
    public string Answer => Encoding.UTF8.GetString(_pipeline.Answers.Span);

    public static Inspector With(params string[] lines) => new(Policy("default", lines), MessageDirection.PhoneToServer);

    public static Inspector Strict(params string[] lines) => new(Policy("strict", lines), MessageDirection.PhoneToServer);

    public static Inspector FromServer(params string[] lines) => new(Policy("strict", lines), MessageDirection.ServerToPhone);

    public static InspectionPolicy Policy(string profile, params string[] lines)
    {
        var loaded = ConfigurationLoader.LoadText(
            $"config voip profile\nedit \"{profile}\"\nconfig sip\n{string.Join('\n', lines)}\nend\nnext\nend\n", "/nowhere");
        Assert.DoesNotContain(loaded.Problems, problem => problem.IsError);
        return InspectionPolicyCompiler.Compile(loaded.Options.VoipProfiles[profile]);
    }

    public Verdict Inspect(string message) => Inspect(Encoding.UTF8.GetBytes(message));

    public Verdict Inspect(ReadOnlySpan<byte> message)
    {
        Assert.Equal(FrameStatus.Message, _framer.Read(message, out var length));
        Assert.Equal(message.Length, length);
        return _pipeline.Inspect(new SipMessageView(message, _framer, _fields));
    }

    /// <summary>The message at the front of <paramref name="octets"/>.</summary>
    public Verdict InspectFirst(ReadOnlySpan<byte> octets)
    {
        while (octets[0] is (byte)'\r' or (byte)'\n')
        {
            octets = octets[1..];
        }

        Assert.Equal(FrameStatus.Message, _framer.Read(octets, out var length));
        return _pipeline.Inspect(new SipMessageView(octets[..length], _framer, _fields));
    }

    void IViolationReporter.Report(in Violation violation) => Reports.Add(new Reported(
        violation.Rule, violation.Fault.Defect, violation.Fault.Offset, violation.Header, violation.Outcome, violation.Setting.Mode, (int)violation.Answer));
}

/// <summary>A violation, kept.</summary>
internal sealed record Reported(
    InspectionRuleId Rule, SipDefect Defect, int Offset, SipHeaderId Header, VerdictKind Outcome, RuleMode Mode, int Answer);
