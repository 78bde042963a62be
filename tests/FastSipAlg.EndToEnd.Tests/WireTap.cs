// SPDX-License-Identifier: MIT

using System.Buffers;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace FastSipAlg.EndToEnd.Tests;

/// <summary>
/// Stands on the wire before or behind the relay, ends TLS where one of its neighbours speaks it, hands on every octet and writes it down. It knows no SIP.
/// </summary>
internal sealed class WireTap : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task<TappedConnection>> _connections = [];
    private readonly Task _accepting;

    private WireTap(int port, WireTapRoute route)
    {
        _listener = new TcpListener(IPAddress.Loopback, port);
        _listener.Start();
        _accepting = AcceptAsync(route);
    }

    public IPEndPoint EndPoint => (IPEndPoint)_listener.LocalEndpoint;

    public static WireTap Start(int port, WireTapRoute route) => new(port, route);

    /// <summary>What went over each connection, once all of them have ended.</summary>
    public async Task<IReadOnlyList<TappedConnection>> EndedAsync()
    {
        Task<TappedConnection>[] connections;
        lock (_connections)
        {
            connections = [.. _connections];
        }

        return await Task.WhenAll(connections).WaitAsync(Patience);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_connections).ContinueWith(static _ => { }, TaskScheduler.Default);
        _stop.Dispose();
    }

    private async Task AcceptAsync(WireTapRoute route)
    {
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptSocketAsync(_stop.Token);
                lock (_connections)
                {
                    _connections.Add(HandOnAsync(socket, route));
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            // Stopped.
        }
    }

    private async Task<TappedConnection> HandOnAsync(Socket accepted, WireTapRoute route)
    {
        await Task.Yield();
        await using var near = await OpenAsync(accepted, route.Accept, null);
        var connected = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await connected.ConnectAsync(route.To, _stop.Token);
        await using var far = await OpenAsync(connected, null, route.Connect);
        var forth = new ArrayBufferWriter<byte>();
        var back = new ArrayBufferWriter<byte>();
        await Task.WhenAll(CopyAsync(near, far, forth), CopyAsync(far, near, back));
        return new TappedConnection(Encoding.Latin1.GetString(forth.WrittenSpan), Encoding.Latin1.GetString(back.WrittenSpan));
    }

    private async Task<Stream> OpenAsync(Socket socket, SslServerAuthenticationOptions? accept, SslClientAuthenticationOptions? connect)
    {
        socket.NoDelay = true;
        var stream = new NetworkStream(socket, ownsSocket: true);
        if (accept is null && connect is null)
        {
            return stream;
        }

        var tls = new SslStream(stream);
        await (accept is null ? tls.AuthenticateAsClientAsync(connect!, _stop.Token) : tls.AuthenticateAsServerAsync(accept, _stop.Token));
        return tls;
    }

    // To the end of either: then the other side hears of it, and its own end is read.
    private async Task CopyAsync(Stream from, Stream to, ArrayBufferWriter<byte> written)
    {
        try
        {
            for (var count = await from.ReadAsync(written.GetMemory(4096), _stop.Token); count > 0; count = await from.ReadAsync(written.GetMemory(4096), _stop.Token))
            {
                var octets = written.GetMemory(4096)[..count];
                written.Advance(count);
                await to.WriteAsync(octets, _stop.Token);
            }
        }
        catch (IOException)
        {
            // A neighbour that is done resets instead of closing; what was read until then is written down.
        }

        await CloseAsync(to);
    }

    private static async Task CloseAsync(Stream stream)
    {
        try
        {
            if (stream is SslStream tls)
            {
                await tls.ShutdownAsync();
            }
            else
            {
                ((NetworkStream)stream).Socket.Shutdown(SocketShutdown.Send);
            }
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            // It is gone already.
        }
    }
}

/// <summary>Where a tap stands.</summary>
/// <param name="Accept">Who connects to it speaks TLS; null: plain TCP.</param>
/// <param name="To">Where it connects.</param>
/// <param name="Connect">Who listens there speaks TLS; null: plain TCP.</param>
internal sealed record WireTapRoute(SslServerAuthenticationOptions? Accept, IPEndPoint To, SslClientAuthenticationOptions? Connect);

/// <summary>All that went over one connection, an octet a character: <paramref name="Forth"/> from who connected, <paramref name="Back"/> to it.</summary>
internal sealed record TappedConnection(string Forth, string Back);
