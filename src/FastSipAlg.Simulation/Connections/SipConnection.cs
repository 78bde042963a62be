// SPDX-License-Identifier: MIT

using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using FastSipAlg.Simulation.Messages;
using FastSipAlg.Sip.Framing;

namespace FastSipAlg.Simulation.Connections;

/// <summary>
/// One connection of a simulated phone or SIP server, TLS or plain TCP: whole messages in and out, and the ways a test wants to misuse it.
/// Sending is safe from several threads; one <see cref="RunAsync"/> reads.
/// </summary>
public sealed class SipConnection : IAsyncDisposable
{
    private readonly Socket _socket;
    private readonly ObservedStream _transport;
    private readonly Stream _stream;
    private readonly SslStream? _tls;
    private readonly SipFramer _framer = new(SipFramerLimits.Default);
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly ReadGate _gate = new();
    private byte[] _buffer = new byte[4096];
    private int _filled;
    private int _end;
    private bool _finished;

    private SipConnection(Socket socket, ObservedStream transport, SslStream? tls)
    {
        _socket = socket;
        _transport = transport;
        _stream = tls is null ? transport : tls;
        _tls = tls;
        HandshakeBytesRead = transport.BytesRead;
        RemoteEndPoint = (IPEndPoint)socket.RemoteEndPoint!;
        var local = (IPEndPoint)socket.LocalEndPoint!;
        LocalEndPoint = local.Address.IsIPv4MappedToIPv6 ? new IPEndPoint(local.Address.MapToIPv4(), local.Port) : local;
    }

    public IPEndPoint LocalEndPoint { get; }

    public IPEndPoint RemoteEndPoint { get; }

    /// <summary><c>TLS</c> or <c>TCP</c>, as Via has it.</summary>
    public string Transport => _tls is null ? "TCP" : "TLS";

    /// <summary>None: plain TCP.</summary>
    public SslProtocols TlsVersion => _tls?.SslProtocol ?? SslProtocols.None;

    public TlsCipherSuite CipherSuite => _tls?.NegotiatedCipherSuite ?? TlsCipherSuite.TLS_NULL_WITH_NULL_NULL;

    /// <summary>The name that the TLS client asked for (SNI).</summary>
    public string ServerName => _tls?.TargetHostName ?? "";

    /// <summary>The octets that this side read for its handshake.</summary>
    public long HandshakeBytesRead { get; }

    public ConnectionEnd End => (ConnectionEnd)Volatile.Read(ref _end);

    /// <summary>Takes <paramref name="socket"/> over and is the TLS server on it, without <paramref name="tls"/> a plain one; closes it when the handshake fails.</summary>
    public static Task<SipConnection> AcceptAsync(Socket socket, SslServerAuthenticationOptions? tls, CancellationToken cancellationToken) =>
        OpenAsync(socket, tls is null ? null : stream => stream.AuthenticateAsServerAsync(tls, cancellationToken));

    /// <summary>Connects and is the TLS client, without <paramref name="tls"/> a plain one. SocketException, AuthenticationException or IOException when that fails.</summary>
    public static async Task<SipConnection> ConnectAsync(EndPoint endPoint, SslClientAuthenticationOptions? tls, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(endPoint, cancellationToken);
        }
        catch
        {
            socket.Dispose();
            throw;
        }

        return await OpenAsync(socket, tls is null ? null : stream => stream.AuthenticateAsClientAsync(tls, cancellationToken));
    }

    /// <summary>
    /// Reads until the connection ends. <paramref name="onMessage"/> gets each message, <paramref name="onLineBreaks"/> each CRLF between messages:
    /// true when it completes a double-CRLF ping.
    /// </summary>
    public async Task<ConnectionEnd> RunAsync(Func<SimulatedMessage, ValueTask> onMessage, Func<bool, ValueTask> onLineBreaks)
    {
        ConnectionEnd end;
        try
        {
            end = await ReadAsync(onMessage, onLineBreaks);
        }
        catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            end = Translate(exception);
        }

        Interlocked.CompareExchange(ref _end, (int)end, (int)ConnectionEnd.Open);
        return End;
    }

    /// <summary>Sends these octets in one write, after any that were sent before. False: the connection is gone.</summary>
    public async ValueTask<bool> SendAsync(ReadOnlyMemory<byte> octets)
    {
        await _writing.WaitAsync();
        try
        {
            await _stream.WriteAsync(octets);
            return true;
        }
        catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            return false;
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Becomes a slow reader: takes nothing more from the socket, beyond a read that is under way, until told to go on.</summary>
    public void PauseReading() => _gate.Shut();

    public void ResumeReading() => _gate.Open();

    /// <summary>Ends abruptly: RST, as the kernel does for a process that was killed with unread data.</summary>
    public void Abort()
    {
        Interlocked.CompareExchange(ref _end, (int)ConnectionEnd.ClosedHere, (int)ConnectionEnd.Open);

        try
        {
            // Without the timeout of 0 a pending read is ended by a shutdown, whose FIN would go before the RST.
            _socket.LingerState = new LingerOption(enable: true, seconds: 0);
            _socket.Close(timeout: 0);
        }
        catch (ObjectDisposedException)
        {
            // It has just ended by itself.
        }

        _gate.Open();
    }

    /// <summary>Ends this side's sending, with close_notify and FIN unless told otherwise, and goes on reading.</summary>
    public async Task HalfCloseAsync(bool closeNotify = true)
    {
        await _writing.WaitAsync();
        try
        {
            if (closeNotify && !_finished && _tls is not null)
            {
                await _tls.ShutdownAsync();
            }

            _finished = true;
            _socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // The other side was faster: ended is what was wanted.
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>close_notify, then closes the socket.</summary>
    public async Task CloseAsync()
    {
        if (Interlocked.CompareExchange(ref _end, (int)ConnectionEnd.ClosedHere, (int)ConnectionEnd.Open) == (int)ConnectionEnd.Open)
        {
            // A peer that stopped reading must not keep us: a second for the alert is enough on loopback.
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(1));
            await Task.WhenAny(HalfCloseAsync(), Task.Delay(Timeout.Infinite, patience.Token));
        }

        await _stream.DisposeAsync();
        _gate.Open();
    }

    public async ValueTask DisposeAsync() => await CloseAsync();

    private static async Task<SipConnection> OpenAsync(Socket socket, Func<SslStream, Task>? authenticate)
    {
        socket.NoDelay = true;
        var transport = new ObservedStream(socket);
        if (authenticate is null)
        {
            return new SipConnection(socket, transport, null);
        }

        var stream = new SslStream(transport);
        try
        {
            await authenticate(stream);
            return new SipConnection(socket, transport, stream);
        }
        catch
        {
            await stream.DisposeAsync();
            throw;
        }
    }

    private static ConnectionEnd Translate(Exception exception) => exception switch
    {
        ObjectDisposedException or InvalidOperationException => ConnectionEnd.ClosedHere,
        { InnerException: SocketException { SocketErrorCode: SocketError.ConnectionReset } } => ConnectionEnd.Reset,
        { InnerException: SocketException { SocketErrorCode: SocketError.OperationAborted } } => ConnectionEnd.ClosedHere,
        _ => ConnectionEnd.Broken,
    };

    private async Task<ConnectionEnd> ReadAsync(Func<SimulatedMessage, ValueTask> onMessage, Func<bool, ValueTask> onLineBreaks)
    {
        while (true)
        {
            await _gate.PassAsync();
            if (_filled == _buffer.Length)
            {
                Array.Resize(ref _buffer, _buffer.Length * 2);
            }

            var count = await _stream.ReadAsync(_buffer.AsMemory(_filled));
            if (count == 0)
            {
                return _transport.SawEndOfStream ? ConnectionEnd.EndOfStream : ConnectionEnd.CloseNotify;
            }

            _filled += count;
            await _gate.PassAsync();
            if (!await FrameAsync(onMessage, onLineBreaks))
            {
                return ConnectionEnd.Malformed;
            }
        }
    }

    private async ValueTask<bool> FrameAsync(Func<SimulatedMessage, ValueTask> onMessage, Func<bool, ValueTask> onLineBreaks)
    {
        var start = 0;
        while (start < _filled)
        {
            var status = _framer.Read(_buffer.AsSpan(start, _filled - start), out var consumed);
            switch (status)
            {
                case FrameStatus.Message:
                    await onMessage(SimulatedMessage.Parse(_buffer.AsSpan(start, consumed)));
                    break;
                case FrameStatus.Ping or FrameStatus.LineBreaks:
                    await onLineBreaks(status == FrameStatus.Ping);
                    break;
                case FrameStatus.Malformed:
                    return false;
            }

            if (status == FrameStatus.NeedMoreData)
            {
                break;
            }

            start += consumed;
        }

        _buffer.AsSpan(start, _filled - start).CopyTo(_buffer);
        _filled -= start;
        return true;
    }
}
