// SPDX-License-Identifier: MIT

using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using FastSipAlg.Simulation.Certificates;
using FastSipAlg.TestKit;
using FastSipAlg.Transport.Legs;
using FastSipAlg.Transport.Sockets;

namespace FastSipAlg.Tests.Transport.Legs;

public sealed class DrainedTlsTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly PollLoop _loop = new("test");
    private readonly SlowLane _lane = new(1);

    public void Dispose()
    {
        _loop.Dispose();
        _lane.Dispose();
    }

    // A runtime whose SslStream looks different inside makes this fail: then messages cost more until it is taught here.
    [Theory]
    [InlineData(SslProtocols.Tls13, true)]
    [InlineData(SslProtocols.Tls12, false)]
    public async Task Stream_OfTls13Alone_TellsWhenItIsDrained(SslProtocols version, bool tells)
    {
        await using var pair = await Connected.OpenAsync(version, _loop, _lane);

        Assert.Equal(tells, pair.Drained is not null);
    }

    [Fact]
    public async Task Stream_ThatGaveLessThanThereWasRoomFor_IsDrained()
    {
        await using var pair = await Connected.OpenAsync(SslProtocols.Tls13, _loop, _lane);
        Assert.False(pair.Drained!.IsSo);
        await pair.SendAsync(await pair.EncryptAsync(new byte[10]));

        var result = await pair.Reader.ReadAsync().AsTask().WaitAsync(Patience);
        pair.Reader.AdvanceTo(result.Buffer.End);
        Assert.True(pair.Drained.IsSo);

        var next = pair.Reader.ReadAsync();
        Assert.False(next.IsCompleted);
        await pair.SendAsync(await pair.EncryptAsync(new byte[20]));
        Assert.Equal(20, (await next.AsTask().WaitAsync(Patience)).Buffer.Length);
    }

    // The peer's TCP stays open, so nothing more comes from the socket: waiting there would last for ever.
    [Fact]
    public async Task End_ThatCameTogetherWithData_IsNotWaitedForAtTheSocket()
    {
        await using var pair = await Connected.OpenAsync(SslProtocols.Tls13, _loop, _lane);
        byte[] together = [.. await pair.EncryptAsync(new byte[10]), .. await pair.EncryptEndAsync()];
        await pair.SendAsync(together);

        var result = await pair.Reader.ReadAsync().AsTask().WaitAsync(Patience);
        Assert.Equal(10, result.Buffer.Length);
        pair.Reader.AdvanceTo(result.Buffer.End);

        Assert.True((await pair.Reader.ReadAsync().AsTask().WaitAsync(Patience)).IsCompleted);
    }

    [Fact]
    public async Task Records_CutAnywhereAndReadInAnyPieces_AllArrive()
    {
        await using var pair = await Connected.OpenAsync(SslProtocols.Tls13, _loop, _lane);
        var random = new Random(7);
        var sent = new byte[600_000];
        random.NextBytes(sent);
        var sending = Task.Run(async () =>
        {
            byte[] rest = [];
            for (var position = 0; position < sent.Length;)
            {
                var length = Math.Min(random.Next(3) == 0 ? random.Next(1, 40_000) : random.Next(1, 900), sent.Length - position);
                rest = [.. rest, .. await pair.EncryptAsync(sent.AsMemory(position, length))];
                position += length;
                var cut = position == sent.Length ? rest.Length : random.Next(rest.Length + 1);
                await pair.SendAsync(rest.AsMemory(0, cut));
                rest = rest[cut..];
            }

            await pair.SendAsync(await pair.EncryptEndAsync());
        });

        var received = new List<byte>();
        var drained = 0;
        ReadResult result;
        do
        {
            result = await pair.Reader.ReadAsync().AsTask().WaitAsync(Patience);
            var take = random.Next(4) == 0 ? random.Next((int)result.Buffer.Length + 1) : result.Buffer.Length;
            received.AddRange(result.Buffer.Slice(0, take).ToArray());
            pair.Reader.AdvanceTo(result.Buffer.GetPosition(take));
            drained += pair.Drained!.IsSo ? 1 : 0;
        }
        while (!result.IsCompleted || received.Count < sent.Length);

        await sending;
        Assert.Equal(sent, received);
        Assert.True(drained > 0);
    }

    /// <summary>A phone whose records can be cut and put together at will, and a leg's reader at the other end.</summary>
    private sealed class Connected(SslStream phone, Withheld withheld, Socket phoneSocket, SslStream leg, SocketStream legSocket) : IAsyncDisposable
    {
        public DrainedTls? Drained { get; } = DrainedTls.Of(leg, legSocket);

        public PipeReader Reader => field ??= new LegReader(leg, Drained, ArrayPool<byte>.Shared);

        public static async Task<Connected> OpenAsync(SslProtocols version, PollLoop loop, SlowLane lane)
        {
            using var lab = LabCertificates.Create();
            using var certificate = lab.IssueServer("sip.example.com");
            using var listener = FlowListener.Bind(new IPEndPoint(IPAddress.Loopback, 0), isShared: false);
            var phoneSocket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await phoneSocket.ConnectAsync(listener.EndPoint);
            var polled = Accepted.By(listener).Socket;
            polled.MoveTo(loop);
            var withheld = new Withheld(phoneSocket);
            var phone = new SslStream(withheld, false, (_, presented, _, _) => certificate.Certificate.Equals(presented));
            var legSocket = new SocketStream(polled, lane);
            var leg = new SslStream(legSocket);
            await Task.WhenAll(
                phone.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "sip.example.com", EnabledSslProtocols = version }),
                leg.AuthenticateAsServerAsync(certificate.Certificate));
            withheld.IsOn = true;
            return new Connected(phone, withheld, phoneSocket, leg, legSocket);
        }

        public async Task<byte[]> EncryptAsync(ReadOnlyMemory<byte> octets)
        {
            await phone.WriteAsync(octets);
            return withheld.Take();
        }

        public async Task<byte[]> EncryptEndAsync()
        {
            await phone.ShutdownAsync();
            return withheld.Take();
        }

        public async Task SendAsync(ReadOnlyMemory<byte> records)
        {
            while (!records.IsEmpty)
            {
                records = records[await phoneSocket.SendAsync(records)..];
            }
        }

        public async ValueTask DisposeAsync()
        {
            await phone.DisposeAsync();
            await leg.DisposeAsync();
        }
    }

    /// <summary>A socket's stream that can keep what is written.</summary>
    private sealed class Withheld(Socket socket) : NetworkStream(socket, ownsSocket: true)
    {
        private readonly MemoryStream _kept = new();

        public bool IsOn { get; set; }

        public byte[] Take()
        {
            var kept = _kept.ToArray();
            _kept.SetLength(0);
            return kept;
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            IsOn ? _kept.WriteAsync(buffer, cancellationToken) : base.WriteAsync(buffer, cancellationToken);
    }
}
