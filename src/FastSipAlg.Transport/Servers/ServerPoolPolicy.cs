// SPDX-License-Identifier: MIT

using System.Net;
using FastSipAlg.Configuration.Options;
using FastSipAlg.Transport.Sockets;

namespace FastSipAlg.Transport.Servers;

/// <summary>Where a SIP server is to be found and how its targets share the flows: compiled from a <c>sip server</c> entry, immutable.</summary>
/// <param name="Name">Of the entry.</param>
/// <param name="IsPlain">Plain TCP is spoken with it.</param>
/// <param name="Addresses">As they are written.</param>
/// <param name="ServerName">SNI and the name that a certificate must carry; null: each address's own.</param>
/// <param name="Weights">One for each address.</param>
/// <param name="Resolution">Of names.</param>
/// <param name="DnsServers">Asked about names; none: the system's.</param>
/// <param name="MinimumTimeToLive">No answer is thrown away sooner.</param>
/// <param name="MaximumTimeToLive">No answer is used longer without asking again.</param>
/// <param name="Balance">Among the targets.</param>
/// <param name="FailurePause">A target that failed is avoided this long, twice as long each time it fails again; zero: not at all.</param>
/// <param name="MaximumFailurePause">Never longer than this.</param>
/// <param name="MaximumConnections">To each target at once; 0: no limit.</param>
/// <param name="Health">How its targets are watched; null: not at all.</param>
public sealed record ServerPoolPolicy(
    string Name,
    bool IsPlain,
    IReadOnlyList<ServerAddress> Addresses,
    string? ServerName,
    IReadOnlyList<int> Weights,
    NameResolution Resolution,
    IReadOnlyList<IPEndPoint> DnsServers,
    TimeSpan MinimumTimeToLive,
    TimeSpan MaximumTimeToLive,
    TargetBalance Balance,
    TimeSpan FailurePause,
    TimeSpan MaximumFailurePause,
    int MaximumConnections,
    ServerHealthPolicy? Health)
{
    /// <summary>SNI, and the name that the certificate at <paramref name="address"/> must carry, whatever it resolves to (RFC 5922 §4).</summary>
    public string NameOf(ServerAddress address) => ServerName ?? address.Host;

    /// <summary>Says the same as <paramref name="other"/>, so that a pool of it can go on.</summary>
    internal bool IsSameAs(ServerPoolPolicy other) =>
        Addresses.SequenceEqual(other.Addresses)
        && Weights.SequenceEqual(other.Weights)
        && DnsServers.SequenceEqual(other.DnsServers)
        && this with { Addresses = other.Addresses, Weights = other.Weights, DnsServers = other.DnsServers } == other;
}

/// <summary>How the targets of a SIP server are watched.</summary>
/// <param name="AsksOptions">An OPTIONS is to be answered; else a leg that opens is enough.</param>
/// <param name="Interval">From one check to the next.</param>
/// <param name="Timeout">For all of a check.</param>
/// <param name="Rise">Checks in a row that must succeed until a target is up.</param>
/// <param name="Fall">Checks in a row that must fail until it is down.</param>
public sealed record ServerHealthPolicy(bool AsksOptions, TimeSpan Interval, TimeSpan Timeout, int Rise, int Fall);
