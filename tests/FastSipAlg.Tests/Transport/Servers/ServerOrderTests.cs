// SPDX-License-Identifier: MIT

using System.Net;
using System.Text;
using FastSipAlg.Configuration.Options;
using FastSipAlg.Transport.Servers;
using FastSipAlg.Transport.Sockets;

namespace FastSipAlg.Tests.Transport.Servers;

public sealed class ServerOrderTests
{
    private const int Draws = 20_000;

    private readonly Random _random = new(1);

    [Fact]
    public void Order_WithoutSrv_IsTheWrittenOneAndTheAnswers()
    {
        ServerCandidate[] candidates = [Candidate(1, 1), Candidate(1, 2), Candidate(0, 3), Candidate(0, 4)];

        var order = Order(candidates, TargetBalance.Order);

        Assert.Equal([3, 4, 1, 2], order);
    }

    [Fact]
    public void Order_PriorityGoesBeforeWeight()
    {
        ServerCandidate[] candidates = [Candidate(0, 1, priority: 20, srvWeight: 60_000), Candidate(0, 2, priority: 10, srvWeight: 0), Candidate(0, 3, priority: 30, srvWeight: 1)];

        Assert.Equal([2, 1, 3], Order(candidates, TargetBalance.Order));
        Assert.Equal([2, 1, 3], Order(candidates, TargetBalance.Weight));
        Assert.Equal([2, 1, 3], Order(candidates, TargetBalance.Source, "phone"));
    }

    [Theory]
    [InlineData(TargetBalance.Order)]
    [InlineData(TargetBalance.Weight)]
    public void SrvWeights_AreTheSharesOfFirstPlaces(TargetBalance balance)
    {
        ServerCandidate[] candidates = [Candidate(0, 1, srvWeight: 70), Candidate(0, 2, srvWeight: 30), Candidate(0, 3, srvWeight: 0)];

        var first = Enumerable.Range(0, Draws).Select(_ => Order(candidates, balance)[0]).ToLookup(place => place);

        // RFC 2782's algorithm gives 70, 30 and 1 of 101.
        Assert.InRange(first[1].Count(), Draws * 0.66, Draws * 0.72);
        Assert.InRange(first[2].Count(), Draws * 0.27, Draws * 0.33);
        Assert.InRange(first[3].Count(), Draws * 0.005, Draws * 0.016);
    }

    [Fact]
    public void WrittenWeights_AreShares_AlsoByHash()
    {
        ServerCandidate[] candidates = [Candidate(0, 1, weight: 3), Candidate(1, 2, weight: 1)];

        var byChance = Enumerable.Range(0, Draws).Count(_ => Order(candidates, TargetBalance.Weight)[0] == 1);
        var byHash = Enumerable.Range(0, Draws).Count(phone => Order(candidates, TargetBalance.Source, $"phone {phone}")[0] == 1);

        Assert.InRange(byChance, Draws * 0.73, Draws * 0.77);
        Assert.InRange(byHash, Draws * 0.73, Draws * 0.77);
    }

    [Fact]
    public void Hash_WhenATargetGoes_OnlyItsFlowsMove_AndToAllOthers()
    {
        ServerCandidate[] all = [.. Enumerable.Range(0, 5).Select(index => Candidate(index, index + 1))];
        ServerCandidate[] fewer = [.. all.Where(candidate => candidate.Target.EndPoint.Port != 3)];

        var moves = Enumerable.Range(0, 5_000).Select(phone => $"call {phone}").Select(key => (Before: Order(all, TargetBalance.CallId, key), After: Order(fewer, TargetBalance.CallId, key))).ToList();

        Assert.All(moves.Where(move => move.Before[0] != 3), move => Assert.Equal(move.Before[0], move.After[0]));
        var moved = moves.Where(move => move.Before[0] == 3).ToList();
        Assert.All(moved, move => Assert.Equal(move.Before[1], move.After[0]));
        Assert.All(moved.CountBy(move => move.After[0]), heir => Assert.InRange(heir.Value, moved.Count / 6, moved.Count / 3));
        Assert.Equal(4, moved.DistinctBy(move => move.After[0]).Count());
    }

    [Fact]
    public void Hash_IsTheSameInEveryProcess()
    {
        ServerCandidate[] candidates = [.. Enumerable.Range(0, 4).Select(index => Candidate(index, index + 1))];

        var order = Order(candidates, TargetBalance.Source, "192.0.2.1");

        // As SHA-256 of the key, ::ffff:127.0.0.1 and the port has it.
        Assert.Equal([2, 3, 4, 1], order);
    }

    private static ServerCandidate Candidate(int index, int port, int priority = 0, int? srvWeight = null, int weight = 1) =>
        new(new ServerTarget(new ServerAddress("pbx", 5061), index, new IPEndPoint(IPAddress.Loopback, port)), priority, srvWeight, weight);

    private int[] Order(ServerCandidate[] candidates, TargetBalance balance, string key = "") =>
        [.. ServerOrder.Of(candidates, balance, Encoding.ASCII.GetBytes(key), _random.NextDouble).Select(target => target.EndPoint.Port)];
}
