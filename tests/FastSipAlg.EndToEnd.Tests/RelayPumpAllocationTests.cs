// SPDX-License-Identifier: MIT

using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using FastSipAlg.Relay.Diagnostics;
using FastSipAlg.Simulation.Servers;
using FastSipAlg.Transport.Sockets;
using Xunit.Abstractions;

namespace FastSipAlg.EndToEnd.Tests;

/// <summary>
/// A message's whole way, there and back, allocates nothing: <c>RelayPump</c> with <c>MessagePath</c>, the leg's reader and writer, <see cref="SocketStream"/>, <see cref="PolledSocket"/>, <see cref="Readiness"/> and <see cref="PollLoop"/> under them,
/// <see cref="RelayMetrics"/>, and the stub that answers. Counted over the whole process, so nothing else may run meanwhile.
/// </summary>
[Collection(Alone)]
public sealed class RelayPumpAllocationTests(ITestOutputHelper output)
{
    /// <summary>The collection of tests that look at what the whole process does.</summary>
    internal const string Alone = "alone";

    /// <summary>Why a test of what is allocated is skipped; null: it is not.</summary>
    internal const string? WhyNotInDebug =
#if DEBUG
        "Debug builds box async state machines: run with -c Release, as tools/check.sh does.";
#else
        null;
#endif

    private const int RoundTrips = 4_000;
    private const int Rounds = 5;

    // The smallest object has 24: one for every tenth message would be seen. What runs by the clock, in the test host as well, takes some KB a second, and more now and then, but not in every round.
    private const double OctetsOfTenth = 2.4;

    [Theory(Skip = WhyNotInDebug)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task RequestsAndResponses_OnceWarm_AllocateNothing(bool isPlain)
    {
        await using var lab = RelayLab.Start(new RelayLabOptions { Role = ServerRole.Echo, IsPlain = isPlain });
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(lab.EndPoint);
        tcp.NoDelay = true;
        await using var phone = isPlain ? tcp.GetStream() : await AuthenticateAsync(tcp, lab);
        var request = Encoding.ASCII.GetBytes(
            $"REGISTER sip:{RelayLab.Domain} SIP/2.0\r\nVia: SIP/2.0/TLS 192.0.2.1;branch=z9hG4bK1\r\nFrom: <sip:a@{RelayLab.Domain}>;tag=1\r\n"
            + $"To: <sip:a@{RelayLab.Domain}>\r\nCall-ID: steady\r\nCSeq: 1 REGISTER\r\nMax-Forwards: 70\r\nContact: <sip:a@192.0.2.1;transport=tls>\r\nContent-Length: 0\r\n\r\n");
        var response = new byte[4096];
        for (var i = 0; i < Rounds; i++)
        {
            await ConverseAsync();
        }

        var allocated = new List<long>();
        for (var i = 0; i < Rounds; i++)
        {
            var before = GC.GetTotalAllocatedBytes(precise: true);
            await ConverseAsync();
            allocated.Add(GC.GetTotalAllocatedBytes(precise: true) - before);
        }

        output.WriteLine($"{string.Join(", ", allocated)} octets for {2 * RoundTrips} messages each");
        Assert.InRange(allocated.Min(), 0, OctetsOfTenth * 2 * RoundTrips);

        async Task ConverseAsync()
        {
            for (var i = 0; i < RoundTrips; i++)
            {
                await phone.WriteAsync(request);
                var read = 0;
                do
                {
                    read += await phone.ReadAsync(response.AsMemory(read));
                }
                while (!response.AsSpan(0, read).EndsWith("\r\n\r\n"u8));
            }
        }
    }

    private static async Task<Stream> AuthenticateAsync(TcpClient tcp, RelayLab lab)
    {
        var tls = new SslStream(tcp.GetStream());
        await tls.AuthenticateAsClientAsync(lab.PhoneTls());
        return tls;
    }

    /// <summary>Runs when no other test does.</summary>
    [CollectionDefinition(Alone, DisableParallelization = true)]
    public sealed class AloneDefinition;
}
