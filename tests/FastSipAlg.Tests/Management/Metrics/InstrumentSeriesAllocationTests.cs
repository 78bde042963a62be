// SPDX-License-Identifier: MIT

using FastSipAlg.Management.Metrics;
using FastSipAlg.Relay.Diagnostics;
using FastSipAlg.Sip.Grammar;
using FastSipAlg.TestKit;
using FastSipAlg.Tracking.Flows;

namespace FastSipAlg.Tests.Management.Metrics;

// Listens to all of the program's meters, also to those of others who count allocations meanwhile.
[Collection(Alone)]
public sealed class InstrumentSeriesAllocationTests
{
    private const string Alone = "nothing runs beside it";

    [Fact]
    public void Measurements_OfKnownTags_AllocateNothing()
    {
        using var collector = new MeterCollector();
        using var metrics = new RelayMetrics();

        var allocated = Allocations.Of(() =>
        {
            metrics.Message(MessageDirection.PhoneToServer, true, SipMethod.Register);
            metrics.Forwarded(MessageDirection.PhoneToServer, 400);
        });

        Assert.Equal(0, allocated);
        Assert.Contains("fastsipalg_messages_total{direction=\"phone_to_server\",kind=\"request\",method=\"REGISTER\"}", collector.Write(), StringComparison.Ordinal);
    }

    /// <summary>Runs when no other test does.</summary>
    [CollectionDefinition(Alone, DisableParallelization = true)]
    public sealed class AloneDefinition;
}
