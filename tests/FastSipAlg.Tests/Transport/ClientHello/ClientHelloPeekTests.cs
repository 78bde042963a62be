// SPDX-License-Identifier: MIT

using System.Buffers;
using System.Net;
using System.Net.Sockets;
using FastSipAlg.TestKit;
using FastSipAlg.Transport.ClientHello;
using FastSipAlg.Transport.Sockets;

namespace FastSipAlg.Tests.Transport.ClientHello;

public sealed class ClientHelloPeekTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly byte[] Hello = new HelloBytes { Extensions = [HelloBytes.ServerName("sip.example.com")] }.ToRecords();

    private readonly CountingPool _pool = new();
    private readonly PollLoop _loop = new("test");
    private readonly SlowLane _lane = new(1);
    private readonly Socket _peer;
    private readonly PolledSocket _socket;
    private readonly SocketStream _stream;

    public ClientHelloPeekTests()
    {
        using var listener = FlowListener.Bind(new IPEndPoint(IPAddress.Loopback, 0), isShared: false);
        _peer = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        _peer.Connect(listener.EndPoint);
        _socket = Accepted.By(listener).Socket;
        _socket.MoveTo(_loop);
        _stream = new SocketStream(_socket, _lane);
    }

    [Fact]
    public async Task Peek_WhileNothingComes_HoldsNothing()
    {
        var peeking = PeekAsync();
        await Task.Delay(50);
        Assert.Equal(0, _pool.Rented);

        _peer.Send(Hello);

        Assert.Equal("sip.example.com", (await peeking).Hello!.ServerName);
    }

    [Fact]
    public async Task Peek_OfAHelloWithMoreBehindIt_LosesNothingAndGivesItsArrayBackWithTheLastOctet()
    {
        byte[] sent = [.. Hello, .. "early data"u8];
        _peer.Send(sent);
        Assert.NotNull((await PeekAsync()).Hello);
        Assert.Equal(1, _pool.Rented);

        var received = new byte[sent.Length];
        Assert.Equal(5, await ReadAsync(received.AsMemory(0, 5)));
        Assert.Equal(0, await ReadAsync(Memory<byte>.Empty));
        Assert.Equal(1, _pool.Rented);
        Assert.Equal(sent.Length - 5, await ReadAsync(received.AsMemory(5)));
        Assert.Equal(sent, received);
        Assert.Equal(0, _pool.Rented);

        _peer.Send("later"u8);
        var later = new byte[100];
        Assert.Equal("later"u8.ToArray(), later[..await ReadAsync(later)]);
    }

    [Fact]
    public async Task Peek_OfSixteenKibibytesInManySegments_LosesNothing()
    {
        byte[] sent = [.. new HelloBytes { Extensions = [HelloBytes.ServerName("sip.example.com"), HelloBytes.Padding(16_000)] }.ToRecords(100), .. "more"u8];
        var peeking = PeekAsync();
        foreach (var segment in sent.Chunk(1_000))
        {
            _peer.Send(segment);
            await Task.Delay(1);
        }

        Assert.Equal("sip.example.com", (await peeking).Hello!.ServerName);
        var received = new byte[sent.Length];
        for (var count = 0; count < received.Length;)
        {
            count += await ReadAsync(received.AsMemory(count));
        }

        Assert.Equal(sent, received);
        Assert.Equal(0, _pool.Rented);
    }

    [Fact]
    public async Task Peek_OfWhatIsNoTls_SaysSoAtOnceAndHoldsNothing()
    {
        _peer.Send("OPTIONS sip:x SIP/2.0\r\n"u8);

        var peeked = await PeekAsync();

        Assert.Equal(new PeekedHello(null, ClientHelloFault.NotTls, "it speaks SIP without TLS"), peeked);
        Assert.Null(ClientHelloPeek.AlertFor(peeked.Fault));
        Assert.Equal(0, _pool.Rented);
    }

    [Fact]
    public async Task Peek_OfAMalformedHello_AsksForDecodeError()
    {
        _peer.Send(new HelloBytes { Compressions = [] }.ToRecords());

        var peeked = await PeekAsync();

        Assert.Equal(ClientHelloFault.Malformed, peeked.Fault);
        Assert.Equal(TlsAlert.DecodeError, ClientHelloPeek.AlertFor(peeked.Fault));
        Assert.Equal(0, _pool.Rented);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    public async Task Peek_OfAPeerThatLeaves_GivesNeither(int length)
    {
        _peer.Send(Hello.AsSpan(0, length));
        _peer.Shutdown(SocketShutdown.Send);

        Assert.Equal(default, await PeekAsync());
        Assert.Equal(0, _pool.Rented);
    }

    [Fact]
    public async Task Peek_WhenTheSocketIsClosedMeanwhile_ThrowsAndHoldsNothing()
    {
        _peer.Send(Hello.AsSpan(0, 20));
        var peeking = PeekAsync();
        await Task.Delay(50);

        _socket.Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => peeking);
        Assert.Equal(0, _pool.Rented);
    }

    [Fact]
    public async Task Stream_DisposedWithOctetsPutBack_GivesTheirArrayBack()
    {
        _peer.Send(Hello);
        await PeekAsync();

        await _stream.DisposeAsync();

        Assert.Equal(0, _pool.Rented);
    }

    public void Dispose()
    {
        _socket.Dispose();
        _peer.Dispose();
        _loop.Dispose();
        _lane.Dispose();
    }

    private Task<PeekedHello> PeekAsync() => ClientHelloPeek.ReadAsync(_stream, _pool).AsTask().WaitAsync(Patience);

    private Task<int> ReadAsync(Memory<byte> buffer) => _stream.ReadAsync(buffer).AsTask().WaitAsync(Patience);

    private sealed class CountingPool : ArrayPool<byte>
    {
        private int _rented;

        public int Rented => Volatile.Read(ref _rented);

        public override byte[] Rent(int minimumLength)
        {
            Interlocked.Increment(ref _rented);
            return new byte[minimumLength];
        }

        // What is read after it was given back must not look right.
        public override void Return(byte[] array, bool clearArray = false)
        {
            Interlocked.Decrement(ref _rented);
            Array.Fill(array, (byte)0xee);
        }
    }
}
