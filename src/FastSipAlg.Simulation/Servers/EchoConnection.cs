// SPDX-License-Identifier: MIT

using System.Buffers;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;

namespace FastSipAlg.Simulation.Servers;

/// <summary>Hot path of the load stub: one connection; all answers of a read leave in one write.</summary>
internal sealed class EchoConnection
{
    private const int InitialBuffer = 4096;
    private const int MaxBuffer = 2 * 1024 * 1024;
    private readonly Socket _socket;
    private readonly Stream _stream;
    private readonly ServerCounters _counters;
    private readonly EchoAnswers _answers;
    private byte[] _input = new byte[InitialBuffer];
    private int _filled;

    private EchoConnection(Socket socket, Stream stream, bool mirror, ServerCounters counters)
    {
        _socket = socket;
        _stream = stream;
        _counters = counters;
        _answers = new EchoAnswers(mirror);
    }

    /// <summary>null when the handshake failed.</summary>
    public static async Task<EchoConnection?> AcceptAsync(Socket socket, SslServerAuthenticationOptions? tls, bool mirror, ServerCounters counters)
    {
        socket.NoDelay = true;
        var transport = new NetworkStream(socket, ownsSocket: true);
        if (tls is null)
        {
            return new EchoConnection(socket, transport, mirror, counters);
        }

        var stream = new SslStream(transport);
        try
        {
            await stream.AuthenticateAsServerAsync(tls);
            return new EchoConnection(socket, stream, mirror, counters);
        }
        catch (Exception exception) when (exception is IOException or AuthenticationException or ObjectDisposedException)
        {
            await stream.DisposeAsync();
            return null;
        }
    }

    public async Task RunAsync()
    {
        try
        {
            await EchoAsync();
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The peer is gone: for a stub, an end like any other.
        }

        await _stream.DisposeAsync();
    }

    public void Abort() => _socket.Close(timeout: 0);

    private async Task EchoAsync()
    {
        while (true)
        {
            var count = await _stream.ReadAsync(_input.AsMemory(_filled));
            if (count == 0)
            {
                return;
            }

            _filled += count;
            var output = ArrayPool<byte>.Shared.Rent((2 * _filled) + (EchoAnswers.Overhead * ((_filled / 64) + 1)));
            try
            {
                var length = Answer(output);
                if (length > 0)
                {
                    await _stream.WriteAsync(output.AsMemory(0, length));
                }
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(output);
            }

            if (_filled == _input.Length)
            {
                if (_filled >= MaxBuffer)
                {
                    return;
                }

                Array.Resize(ref _input, _input.Length * 4);
            }
        }
    }

    private int Answer(Span<byte> output)
    {
        var length = _answers.Answer(_input.AsSpan(0, _filled), output, out var consumed);
        _input.AsSpan(consumed, _filled - consumed).CopyTo(_input);
        _filled -= consumed;
        _counters.Echoed(_answers.Requests, _answers.Pings, consumed);
        return length;
    }
}
