// SPDX-License-Identifier: MIT

using System.Diagnostics.Metrics;
using FastSipAlg.Inspection.Reports;
using FastSipAlg.Inspection.Verdicts;
using FastSipAlg.Sip.Grammar;
using FastSipAlg.TestKit;
using FastSipAlg.Tracking.Flows;

namespace FastSipAlg.Tests.Inspection.Reports;

public sealed class ViolationMetricsTests
{
    [Fact]
    public void Violation_IsCountedByRuleDefectMethodAndDirection()
    {
        using var metrics = new ViolationMetrics();
        var counted = new List<string>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Name == "fastsipalg.violations")
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((_, value, tags, _) =>
            counted.Add(value + " " + string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"))));
        listener.Start();

        metrics.Count(new Violation
        {
            Message = "INVITE"u8,
            Direction = MessageDirection.ServerToPhone,
            IsRequest = true,
            Method = SipMethod.Invite,
            Rule = InspectionRuleId.MalformedHeaderVia,
            Setting = new RuleSetting(RuleMode.Enforce, VerdictKind.Discard),
            Fault = new SipFault(SipDefect.ViaSentByInvalid, 0),
            Outcome = VerdictKind.Discard,
        });

        Assert.Contains(
            "1 rule=malformed-header-via defect=ViaSentByInvalid method=INVITE kind=request direction=server_to_phone outcome=discarded", counted);
    }

    [Fact]
    public void Counting_WhenNobodyListens_AllocatesNothing()
    {
        using var metrics = new ViolationMetrics();

        Assert.Equal(0, Allocations.Of(() => metrics.Count(new Violation
        {
            Message = "INVITE"u8,
            Direction = MessageDirection.ServerToPhone,
            IsRequest = true,
            Method = SipMethod.Invite,
            Rule = InspectionRuleId.BlockInvite,
            Setting = new RuleSetting(RuleMode.Observe, VerdictKind.Respond),
            Fault = default,
            Outcome = VerdictKind.Pass,
        })));
    }
}
