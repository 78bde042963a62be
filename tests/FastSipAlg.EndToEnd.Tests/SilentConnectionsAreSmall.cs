// SPDX-License-Identifier: MIT

using System.Net;
using System.Net.Sockets;
using Xunit.Abstractions;

namespace FastSipAlg.EndToEnd.Tests;

/// <summary>
/// A connection costs little until it has said something: what thousands of them hold, a garbage collection moves, and all flows wait meanwhile. Counted over the whole process, less what the same connections cost
/// their other end.
/// </summary>
[Collection(RelayPumpAllocationTests.Alone)]
public sealed class SilentConnectionsAreSmall(ITestOutputHelper output)
{
    private const int Connections = 400;
    private const int Rounds = 5;

    // A flow that relays holds several thousand.
    private const int MostOctets = 1_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact(Skip = RelayPumpAllocationTests.WhyNotInDebug)]
    public async Task ConnectionThatSaysNothing_CostsLittle()
    {
        await using var lab = RelayLab.Start();
        using var nobody = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        nobody.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        nobody.Listen(Connections * (Rounds + 1));
        var costs = new List<double>();
        for (var round = 0; round <= Rounds; round++)
        {
            var withRelay = Cost(lab.EndPoint, () => lab.Relay.Flows.Count == Connections);
            Assert.True(SpinWait.SpinUntil(() => lab.Relay.Flows.Count == 0, Patience));
            costs.Add((withRelay - Cost((IPEndPoint)nobody.LocalEndPoint!, () => true)) / Connections);
        }

        output.WriteLine($"octets per connection: {string.Join(", ", costs)}");
        Assert.InRange(costs.Skip(1).Min(), 1, MostOctets);
    }

    // Octets that were allocated until all had come.
    private static double Cost(IPEndPoint target, Func<bool> haveCome)
    {
        var sockets = Enumerable.Range(0, Connections).Select(_ => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)).ToList();
        var before = GC.GetTotalAllocatedBytes(precise: true);
        sockets.ForEach(socket => socket.Connect(target));
        Assert.True(SpinWait.SpinUntil(haveCome, Patience));
        var cost = GC.GetTotalAllocatedBytes(precise: true) - before;
        sockets.ForEach(socket => socket.Dispose());
        return cost;
    }
}
