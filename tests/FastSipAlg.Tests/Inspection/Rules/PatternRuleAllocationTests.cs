// SPDX-License-Identifier: MIT

using System.Text;
using FastSipAlg.Inspection;
using FastSipAlg.Inspection.Rules;
using FastSipAlg.Inspection.Verdicts;
using FastSipAlg.Sip.Framing;
using FastSipAlg.Sip.Messages;
using FastSipAlg.Tracking.Flows;

namespace FastSipAlg.Tests.Inspection.Rules;

/// <summary><see cref="PatternRule"/> on several threads at once, as flows on several poll loops use it.</summary>
public sealed class PatternRuleAllocationTests : IViolationReporter
{
    private const int Threads = 3;
    private const int Messages = 20_000;

    [Fact]
    public void OnePattern_OnSeveralThreadsAtOnce_AllocatesNothing()
    {
        var policy = Inspector.Policy("default", "set call-id-regex \"^[a-z0-9]+@[a-z.]+$\"", "set content-type-regex \"^application/\"");
        var message = Encoding.ASCII.GetBytes(
            SampleMessage.Request("INVITE", SampleMessage.Sdp).With("Call-ID", $"Call-ID: {new string('a', 200)}@host.example.com"));
        using var together = new Barrier(Threads);
        var allocated = new long[Threads];
        var threads = Enumerable.Range(0, Threads).Select(thread => new Thread(() => allocated[thread] = Inspect(policy, message, together))).ToList();

        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());

        Assert.Equal(new long[Threads], allocated);
    }

    void IViolationReporter.Report(in Violation violation) => throw new InvalidOperationException(violation.Rule.ToString());

    // Octets that this thread allocated once it was warm.
    private long Inspect(InspectionPolicy policy, byte[] message, Barrier together)
    {
        var fields = new SipHeaderIndex();
        var framer = new SipFramer(SipFramerLimits.Default, fields);
        var pipeline = new InspectionPipeline(policy, MessageDirection.PhoneToServer, this);
        var before = 0L;
        for (var round = 0; round < 2; round++)
        {
            together.SignalAndWait();
            before = GC.GetAllocatedBytesForCurrentThread();
            for (var n = 0; n < Messages; n++)
            {
                framer.Read(message, out _);
                pipeline.Inspect(new SipMessageView(message, framer, fields));
            }
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
