// SPDX-License-Identifier: MIT

using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using FastSipAlg.TestKit;
using FastSipAlg.Transport.ProxyProtocol;
using FastSipAlg.Transport.Sockets;

namespace FastSipAlg.Tests.Transport.ProxyProtocol;

public sealed class ProxyHeaderReaderTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly byte[] Header = "PROXY TCP4 192.0.2.21 198.51.100.5 40312 5061\r\n"u8.ToArray();

    private readonly SlowLane _lane = new(1);
    private readonly Socket _balancer;
    private readonly AcceptedSocket _connection;

    public ProxyHeaderReaderTests()
    {
        using var listener = FlowListener.Bind(new IPEndPoint(IPAddress.Loopback, 0), isShared: false);
        _balancer = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        _balancer.Connect(listener.EndPoint);
        _connection = Accepted.By(listener);
    }

    [Theory]
    [InlineData("v1-tcp4")]
    [InlineData("v2-tlvs")]
    [InlineData("v2-crc32c")]
    public async Task Header_InOneSegment_NamesThePhone_AndNothingBehindItIsLost(string file)
    {
        byte[] sent = [.. Corpus.Read($"proxyprotocol/{file}.bin"), .. "more"u8];
        _balancer.Send(sent);

        Assert.Equal(ProxyHeaderOutcome.Phone, (await ReadAsync()).Outcome);

        Assert.Equal("192.0.2.21:40312", _connection.Addresses.Peer.ToString());
        Assert.Equal("198.51.100.5:5061", _connection.Addresses.Local.ToString());
        Assert.Equal(_balancer.LocalEndPoint, _connection.Addresses.Balancer!.Address);
        Assert.Equal(Convert.FromHexString("1603010200010001fc0303" + "6d6f7265"), await ReadRestAsync(15));
    }

    [Fact]
    public async Task Header_OctetByOctet_LosesNothing()
    {
        var reading = ReadAsync();
        foreach (var octet in Header)
        {
            _balancer.Send([octet]);
            await Task.Delay(1);
        }

        Assert.Equal(ProxyHeaderOutcome.Phone, (await reading).Outcome);
        _balancer.Send("more"u8);
        Assert.Equal("more"u8.ToArray(), await ReadRestAsync(4));
    }

    [Fact]
    public async Task Header_InTwoSegmentsWhereverTheyAreCut_IsReadOnce()
    {
        for (var cut = 1; cut < Header.Length; cut += 5)
        {
            using var test = new ProxyHeaderReaderTests();
            var reading = test.ReadAsync();
            test._balancer.Send(Header.AsSpan(0, cut));
            await Task.Delay(2);
            test._balancer.Send([.. Header[cut..], .. "next"u8]);

            Assert.Equal(ProxyHeaderOutcome.Phone, (await reading).Outcome);
            Assert.Equal("next"u8.ToArray(), await test.ReadRestAsync(4));
        }
    }

    [Fact]
    public async Task NoHeader_IsAllStillThere()
    {
        var hello = Corpus.Read("proxyprotocol/none-tls.bin");
        _balancer.Send(hello);

        Assert.Equal((ProxyHeaderOutcome.Absent, null), await ReadAsync());
        Assert.False(ProxyHeaderReader.IsNext(_connection));
        Assert.Equal(hello, await ReadRestAsync(hello.Length));
        Assert.Equal(_balancer.LocalEndPoint, _connection.Addresses.Peer);
    }

    [Theory]
    [InlineData("v1-unknown")]
    [InlineData("v2-local")]
    public async Task HeaderOfNobody_LeavesTheAddresses_AndTheConnectionWaits(string file)
    {
        _balancer.Send(Corpus.Read($"proxyprotocol/{file}.bin"));

        Assert.Equal(ProxyHeaderOutcome.Nobody, (await ReadAsync()).Outcome);
        Assert.Equal(_balancer.LocalEndPoint, _connection.Addresses.Peer);
        var waiting = WaitForOctetsAsync();
        await Task.Delay(50);
        Assert.False(waiting.IsCompleted);

        _balancer.Close();

        await waiting.WaitAsync(Patience);
        Assert.True(_connection.IsGone());
    }

    [Fact]
    public async Task HeaderThatNamesTheBalancerItself_IsNobodys()
    {
        var own = (IPEndPoint)_balancer.LocalEndPoint!;
        _balancer.Send(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"PROXY TCP4 127.0.0.1 127.0.0.1 {own.Port} 5061\r\n")));

        Assert.Equal(ProxyHeaderOutcome.Nobody, (await ReadAsync()).Outcome);
        Assert.Null(_connection.Addresses.Balancer);
    }

    [Fact]
    public async Task BadHeader_SaysWhatIsWrong()
    {
        _balancer.Send("PROXY TCP4 a b c d\r\n"u8);

        Assert.Equal((ProxyHeaderOutcome.Faulty, "its PROXY protocol line has an address that is none of its family"), await ReadAsync());
    }

    [Theory]
    [InlineData(0, ProxyHeaderOutcome.Left)]
    [InlineData(20, ProxyHeaderOutcome.Faulty)]
    public async Task Balancer_ThatLeaves_IsToldApart(int length, ProxyHeaderOutcome expected)
    {
        var reading = ReadAsync();
        _balancer.Send(Header.AsSpan(0, length));
        await Task.Delay(20);
        _balancer.Shutdown(SocketShutdown.Send);

        Assert.Equal(expected, (await reading).Outcome);
    }

    [Fact]
    public async Task Socket_ClosedMeanwhile_EndsTheReading()
    {
        _balancer.Send(Header.AsSpan(0, 20));
        var reading = ReadAsync();
        await Task.Delay(50);

        _connection.Abort();

        Assert.Equal(ProxyHeaderOutcome.Left, (await reading).Outcome);
        Assert.False(ProxyHeaderReader.IsNext(_connection));
        Assert.True(_connection.IsGone());
    }

    public void Dispose()
    {
        _connection.Abort();
        _balancer.Dispose();
        _lane.Dispose();
    }

    // Begun on no lane's thread: there the socket would be polled by that lane, which may be another test's and at its end.
    private async Task WaitForOctetsAsync() => await _connection.WaitForOctets(_lane);

    private Task<(ProxyHeaderOutcome Outcome, string? Detail)> ReadAsync() => Task.Run(() => ProxyHeaderReader.ReadAsync(_connection, _lane).AsTask()).WaitAsync(Patience);

    private async Task<byte[]> ReadRestAsync(int length)
    {
        var stream = new SocketStream(_connection.Socket, _lane);
        var rest = new byte[length];
        for (var count = 0; count < length;)
        {
            count += await stream.ReadAsync(rest.AsMemory(count)).AsTask().WaitAsync(Patience);
        }

        return rest;
    }
}
