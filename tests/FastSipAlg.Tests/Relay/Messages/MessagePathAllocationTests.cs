// SPDX-License-Identifier: MIT

using FastSipAlg.Inspection;
using FastSipAlg.Inspection.Verdicts;
using FastSipAlg.Relay.Diagnostics;
using FastSipAlg.Relay.Flows;
using FastSipAlg.Relay.Messages;
using FastSipAlg.Relay.Overload;
using FastSipAlg.Sip.Framing;
using FastSipAlg.TestKit;
using FastSipAlg.Tests.Inspection;
using FastSipAlg.Tests.Relay.Overload;
using FastSipAlg.Tracking.Flows;
using FastSipAlg.Transport.Legs;
using FastSipAlg.Transport.Sockets;

namespace FastSipAlg.Tests.Relay.Messages;

/// <summary>
/// The synchronous part of a message's way. What awaits around it, <see cref="RelayPump"/>, <see cref="LegReader"/>, <see cref="DrainedTls"/>, <see cref="LegWriter"/>, <see cref="SocketStream"/> and
/// <see cref="RelayMetrics"/>, is counted end to end by RelayPumpAllocationTests.
/// </summary>
public sealed class MessagePathAllocationTests
{
    [Theory]
    [InlineData("default")]
    [InlineData("strict")]
    public void Runs_OfManyMessages_AllocateNothing(string profile)
    {
        using var metrics = new RelayMetrics();
        using var control = OverloadPolicies.Control();
        byte[] octets = [.. Corpus.Under("sip/phones").SelectMany(file => (byte[])[.. Corpus.Read(file), .. "\r\n\r\n"u8])];
        var path = new MessagePath(
            MessageDirection.PhoneToServer,
            SipFramerLimits.Default,
            new InspectionPipeline(Inspector.Policy(profile), MessageDirection.PhoneToServer, new NoViolation()),
            metrics,
            new TransactionBalance(),
            new TransactionBalance(),
            new OpenCalls(),
            new RequestShedding(control, 1, 10));
        var messages = 0;

        var allocated = Allocations.Of(() =>
        {
            var rest = octets.AsSpan();
            MessageRun run;
            do
            {
                run = path.TakeRun(rest);
                messages += run.Messages;
                rest = rest[run.Consumed..];
            }
            while (run.Stop == FrameStatus.Message);
        });

        Assert.Equal(0, allocated);
        Assert.Equal(2_000 * Corpus.Under("sip/phones").Count(), messages);
    }

    private sealed class NoViolation : IViolationReporter
    {
        void IViolationReporter.Report(in Violation violation) => Assert.Fail($"{violation.Rule}: {violation.Fault}");
    }
}
