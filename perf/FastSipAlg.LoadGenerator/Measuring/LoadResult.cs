// SPDX-License-Identifier: MIT

using System.Text.Json;
using System.Text.Json.Serialization;
using FastSipAlg.Simulation.Measuring;

namespace FastSipAlg.LoadGenerator.Measuring;

/// <summary>What one run measured, as a line of JSON. Figures that a scenario does not have are left out.</summary>
internal sealed record LoadResult
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>The relay, as the caller calls it.</summary>
    public required string Relay { get; init; }

    /// <summary>What was done, as the caller calls it: runs of one scenario are compared with each other.</summary>
    public required string Scenario { get; init; }

    public int Connections { get; init; }

    public int? Window { get; init; }

    /// <summary>Seconds that were measured.</summary>
    public double Seconds { get; init; }

    /// <summary>Requests in the measured seconds.</summary>
    public long Sent { get; init; }

    public long Received { get; init; }

    /// <summary>Requests of the whole run that were never answered.</summary>
    public long Lost { get; init; }

    /// <summary>Of the whole run: wrong, refused, and when verifying also edited responses; ended connections; failed handshakes.</summary>
    public long Errors { get; init; }

    /// <summary>Of the whole run: requests answered 503. Errors but in <c>overload</c>.</summary>
    public long Unavailable { get; init; }

    /// <summary>Of the whole run: right responses with other octets than those the stub sent.</summary>
    public long Edited { get; init; }

    /// <summary>Requests and responses a second.</summary>
    public double? MessagesPerSecond { get; init; }

    /// <summary>The rate asked for, in requests a second.</summary>
    public double? OfferedRate { get; init; }

    public double? P50Microseconds { get; init; }

    public double? P99Microseconds { get; init; }

    public double? P999Microseconds { get; init; }

    public double? MaxMicroseconds { get; init; }

    /// <summary>User and system time of the relay's process tree in the measured seconds, a relayed message (request or response).</summary>
    public double? CpuMicrosecondsPerMessage { get; init; }

    /// <summary>The same, a new connection with its handshakes and first exchange.</summary>
    public double? CpuMicrosecondsPerConnection { get; init; }

    /// <summary>How much of one core the relay used, 1.0 being all of it.</summary>
    public double? RelayLoad { get; init; }

    /// <summary>How much of one core the generator used: near 1.0 (on one core, with the stub) it is itself the bottleneck.</summary>
    public double? GeneratorLoad { get; init; }

    public double? ConnectionsPerSecond { get; init; }

    /// <summary>Connections whose handshake was much shorter than a full one.</summary>
    public long? Resumed { get; init; }

    /// <summary>After all phones dropped at once: seconds until the last one was registered again.</summary>
    public double? AllBackSeconds { get; init; }

    /// <summary>Attempts to come back that failed and were repeated.</summary>
    public long? Retries { get; init; }

    /// <summary>Answers in time a second: the most that was reached, and under twice as many requests.</summary>
    public double? PeakGoodput { get; init; }

    public double? OverloadGoodput { get; init; }

    /// <summary>Memory of the relay's process tree, before the connections and with them.</summary>
    public long? PssBeforeKibibytes { get; init; }

    public long? PssKibibytes { get; init; }

    public double? PssKibibytesPerConnection { get; init; }

    public LoadResult WithLatencies(LatencyHistogram latencies) => this with
    {
        P50Microseconds = latencies.Percentile(50),
        P99Microseconds = latencies.Percentile(99),
        P999Microseconds = latencies.Percentile(99.9),
        MaxMicroseconds = latencies.Maximum,
    };

    public static LoadResult? Parse(string line) => JsonSerializer.Deserialize<LoadResult>(line, Json);

    public override string ToString() => JsonSerializer.Serialize(this, Json);
}
