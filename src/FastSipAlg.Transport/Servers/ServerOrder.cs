// SPDX-License-Identifier: MIT

using System.Buffers.Binary;
using System.Net;
using System.Security.Cryptography;
using FastSipAlg.Configuration.Options;

namespace FastSipAlg.Transport.Servers;

/// <summary>A target in the present answer.</summary>
/// <param name="Target">Lives on from answer to answer.</param>
/// <param name="Priority">By SRV; lower ones first.</param>
/// <param name="SrvWeight">By SRV; null where there is none.</param>
/// <param name="Weight">Of the written address.</param>
internal sealed record ServerCandidate(ServerTarget Target, int Priority, int? SrvWeight, int Weight)
{
    // RFC 2782 gives weight 0 the chance of one in the sum and one.
    public int Share => Math.Max(SrvWeight ?? 1, 1) * Weight;
}

/// <summary>The order in which a flow tries the candidates. A flow that must go to another takes the next, so who shares a target that went is spread over all others.</summary>
internal static class ServerOrder
{
    /// <summary>
    /// <paramref name="key"/>: what is the same for flows that belong together, for <see cref="TargetBalance.Source"/> and <see cref="TargetBalance.CallId"/>.
    /// <paramref name="chance"/> gives a number from 0 to below 1.
    /// </summary>
    public static ServerTarget[] Of(IReadOnlyList<ServerCandidate> candidates, TargetBalance balance, ReadOnlySpan<byte> key, Func<double> chance)
    {
        var scored = new (ServerCandidate Candidate, double Score)[candidates.Count];
        for (var i = 0; i < scored.Length; i++)
        {
            scored[i] = (candidates[i], Score(candidates[i], balance, key, chance));
        }

        // OrderBy is stable: what has no weight stays in the answer's order.
        var ordered = balance == TargetBalance.Order
            ? scored.OrderBy(entry => entry.Candidate.Target.AddressIndex).ThenBy(entry => entry.Candidate.Priority).ThenBy(entry => entry.Score)
            : scored.OrderBy(entry => entry.Candidate.Priority).ThenBy(entry => entry.Score);
        return [.. ordered.Select(entry => entry.Candidate.Target)];
    }

    // Of exponentially distributed numbers with rates w1, w2, … the smallest is the i-th with probability wi / (w1 + w2 + …), and so on for the rest: RFC 2782's selection, and, with the
    // chance drawn from a hash, weighted rendezvous hashing.
    private static double Score(ServerCandidate candidate, TargetBalance balance, ReadOnlySpan<byte> key, Func<double> chance) => balance switch
    {
        TargetBalance.Order when candidate.SrvWeight is null => 0,
        TargetBalance.Order or TargetBalance.Weight => -Math.Log(1 - chance()) / candidate.Share,
        _ => -Math.Log(1 - Hash(key, candidate.Target.EndPoint)) / candidate.Share,
    };

    // The same in every process and after every restart.
    private static double Hash(ReadOnlySpan<byte> key, IPEndPoint endPoint)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(key);
        Span<byte> place = stackalloc byte[20];
        _ = endPoint.Address.MapToIPv6().TryWriteBytes(place, out _);
        BinaryPrimitives.WriteInt32BigEndian(place[16..], endPoint.Port);
        hash.AppendData(place);
        hash.GetHashAndReset(digest);
        return (BinaryPrimitives.ReadUInt64BigEndian(digest) >> 11) * (1.0 / (1UL << 53));
    }
}
