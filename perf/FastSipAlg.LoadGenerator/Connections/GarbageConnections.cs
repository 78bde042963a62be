// SPDX-License-Identifier: MIT

using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;

namespace FastSipAlg.LoadGenerator.Connections;

/// <summary>
/// Connections that send garbage, at an even rate: by turns random octets and a record that begins like a ClientHello and rots; or random octets after a whole ClientHello, for which the relay has done all its work,
/// the signature included.
/// </summary>
internal sealed class GarbageConnections : IAsyncDisposable
{
    private const int MaxOctets = 2048;
    private const int RecordHeader = 5;
    private const int MessageHeader = 4;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly LoopbackSources _sources;
    private readonly bool _beginsWithHello;
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _open = [];
    private readonly Task _run;
    private long _sent;

    public GarbageConnections(LoopbackSources sources, double rate, bool beginsWithHello)
    {
        _sources = sources;
        _beginsWithHello = beginsWithHello;
        _run = RunAsync(rate);
    }

    /// <summary>Connections that got to send something.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _run;
        await Task.WhenAll(_open);
        _stop.Dispose();
    }

    private async Task RunAsync(double rate)
    {
        var hello = _beginsWithHello ? await ClientHelloAsync() : [];
        await Pacer.RunAsync(Stopwatch.GetTimestamp(), long.MaxValue, rate, (_, number) => Begin((int)number, hello), _stop.Token);
    }

    private void Begin(int number, byte[] hello)
    {
        _open.RemoveAll(task => task.IsCompleted);
        _open.Add(OnceAsync(new Random(number), rots: number % 2 == 1, hello));
    }

    private async Task OnceAsync(Random random, bool rots, byte[] hello)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        patience.CancelAfter(Patience);
        var octets = new byte[random.Next(RecordHeader + MessageHeader, MaxOctets)];
        random.NextBytes(octets);
        if (rots && !_beginsWithHello)
        {
            BeginLikeHello(octets);
        }

        try
        {
            using var socket = await _sources.ConnectAsync(patience.Token);
            if (_beginsWithHello)
            {
                await socket.SendAsync(hello, patience.Token);
                await socket.ReceiveAsync(new byte[MaxOctets], patience.Token);
            }

            await socket.SendAsync(octets, patience.Token);
            Interlocked.Increment(ref _sent);
            while (await socket.ReceiveAsync(new byte[MaxOctets], patience.Token) > 0)
            {
                // An alert, perhaps.
            }
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException)
        {
            // Reset or refused, as it should be, or told to stop.
        }
    }

    // TLSPlaintext of type handshake, 3.1, and in it a ClientHello (RFC 8446 §4, §5.1).
    private static void BeginLikeHello(Span<byte> octets)
    {
        octets[0] = 22;
        BinaryPrimitives.WriteUInt16BigEndian(octets[1..], 0x0301);
        BinaryPrimitives.WriteUInt16BigEndian(octets[3..], (ushort)(octets.Length - RecordHeader));
        BinaryPrimitives.WriteUInt32BigEndian(octets[RecordHeader..], (1u << 24) | (uint)(octets.Length - RecordHeader - MessageHeader));
    }

    // As this platform's own TLS library writes one.
    private static async Task<byte[]> ClientHelloAsync()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = new TcpClient();
        await client.ConnectAsync((IPEndPoint)listener.LocalEndpoint);
        using var server = await listener.AcceptSocketAsync();
        await using var tls = new SslStream(client.GetStream());
        var handshake = tls.AuthenticateAsClientAsync("sip.example.com");
        var hello = new byte[MaxOctets];
        var length = await server.ReceiveAsync(hello);
        server.Dispose();
        try
        {
            await handshake;
        }
        catch (Exception exception) when (exception is IOException or AuthenticationException)
        {
            // Nobody answers.
        }

        return hello[..length];
    }
}
