// SPDX-License-Identifier: MIT

using System.Buffers.Binary;
using System.Net;
using FastSipAlg.LoadGenerator.Messages;

namespace FastSipAlg.LoadGenerator.Scenarios;

/// <summary>What all scenarios have in common.</summary>
internal sealed record ScenarioOptions
{
    public required IPEndPoint EndPoint { get; init; }

    public required string ServerName { get; init; }

    public required string Relay { get; init; }

    public required string Scenario { get; init; }

    public int Connections { get; init; }

    /// <summary>The address that the first connection comes from; each that follows comes from the next one. null: all from the system's choice.</summary>
    public IPAddress? FirstSource { get; init; }

    public MessageKind Messages { get; init; }

    /// <summary>The stub mirrors, and each response must be the expected octets.</summary>
    public bool Verify { get; init; }

    public TimeSpan WarmUp { get; init; }

    public TimeSpan Duration { get; init; }

    public int? RelayProcess { get; init; }

    /// <summary>The address that a connection comes from; null: the system's choice.</summary>
    public IPAddress? SourceOf(int connection)
    {
        if (FirstSource is null)
        {
            return null;
        }

        var octets = FirstSource.GetAddressBytes();
        var last = octets.AsSpan(^sizeof(uint)..);
        BinaryPrimitives.WriteUInt32BigEndian(last, BinaryPrimitives.ReadUInt32BigEndian(last) + (uint)connection);
        return new IPAddress(octets);
    }
}
