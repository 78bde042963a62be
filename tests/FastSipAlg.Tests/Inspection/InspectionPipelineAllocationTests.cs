// SPDX-License-Identifier: MIT

using FastSipAlg.Inspection;
using FastSipAlg.Inspection.Checks;
using FastSipAlg.Inspection.Rules;
using FastSipAlg.Inspection.Verdicts;
using FastSipAlg.Sip.Framing;
using FastSipAlg.Sip.Messages;
using FastSipAlg.TestKit;
using FastSipAlg.Tracking.Flows;

namespace FastSipAlg.Tests.Inspection;

/// <summary>
/// Every rule over every message of a phone or server: <see cref="HeaderFieldsRule"/> with <see cref="FieldCheck"/>, <see cref="BodyRule"/>, the patterns.
/// </summary>
public sealed class InspectionPipelineAllocationTests : IViolationReporter
{
    private int _reports;

    [Fact]
    public void StrictWithEveryRule_OverTrafficOfPhones_AllocatesNothing()
    {
        var policy = Inspector.Policy(
            "strict",
            "set block-unknown enable",
            "set block-publish disable",
            "set block-long-lines enable",
            "set max-body-length 100000",
            "set call-id-regex \"^[!-~]+$\"",
            "set content-type-regex \"^[a-zA-Z]+/\"");
        var pipelines = Enum.GetValues<MessageDirection>().Select(direction => new InspectionPipeline(policy, direction, this)).ToArray();
        var fields = new SipHeaderIndex();
        var framer = new SipFramer(SipFramerLimits.Default, fields);
        var messages = Corpus.Under("sip/phones").Select(Corpus.Read).ToArray();
        var passed = 0;

        var allocated = Allocations.Of(() =>
        {
            foreach (var message in messages)
            {
                framer.Read(message, out _);
                foreach (var pipeline in pipelines)
                {
                    passed += pipeline.Inspect(new SipMessageView(message, framer, fields)).IsPass ? 1 : 0;
                }
            }
        });

        Assert.Equal(0, allocated);
        Assert.Equal(2_000 * messages.Length * pipelines.Length, passed);
    }

    [Fact]
    public void ViolationsThatPass_AllocateNothingByThemselves()
    {
        var pipeline = new InspectionPipeline(Inspector.Policy("default"), MessageDirection.PhoneToServer, this);
        var fields = new SipHeaderIndex();
        var framer = new SipFramer(SipFramerLimits.Default, fields);
        var message = System.Text.Encoding.ASCII.GetBytes(SampleMessage.Request().With("Via", "Via: SIP/2.0/TLS ;branch=z9hG4bK1"));

        var allocated = Allocations.Of(() =>
        {
            framer.Read(message, out _);
            pipeline.Inspect(new SipMessageView(message, framer, fields));
        });

        Assert.Equal(0, allocated);
        Assert.Equal(2_000, _reports);
    }

    void IViolationReporter.Report(in Violation violation) => _reports++;
}
