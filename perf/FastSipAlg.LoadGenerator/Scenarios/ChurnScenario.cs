// SPDX-License-Identifier: MIT

using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Security.Authentication;
using FastSipAlg.LoadGenerator.Connections;
using FastSipAlg.LoadGenerator.Measuring;
using FastSipAlg.LoadGenerator.Messages;

namespace FastSipAlg.LoadGenerator.Scenarios;

/// <summary>
/// Connections that come at an even rate and go in every way there is, by turns: see <see cref="ChurnWay"/>. Every other round of them ends with a reset. Those that say or read nothing stay up to
/// <paramref name="hold"/>. What is counted as an error is a connection that was refused, or one that did nothing wrong and was not served.
/// </summary>
internal sealed class ChurnScenario(ScenarioOptions options, double rate, TimeSpan hold)
{
    private const int UnreadRequests = 150;
    private const int UnreadVias = 20;
    private const int LongestHandshakeMilliseconds = 4;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);
    private static readonly ChurnWay[] Ways = Enum.GetValues<ChurnWay>();

    // What nobody reads is the answer, which repeats each Via.
    private static readonly byte[] Long = RequestOf(RequestText.Register(0).Replace("Max-Forwards", Vias() + "Max-Forwards", StringComparison.Ordinal));
    private static readonly byte[] Short = RequestOf(RequestText.Register(0));

    private readonly LoadTarget _target = new(options.EndPoint, options.ServerName, resume: false);
    private readonly LoadTarget _distrusting = new(options.EndPoint, options.ServerName, resume: false, trusts: false);
    private readonly RequestTemplate _template = new(RequestText.Register(0), mirror: false);
    private long _begun;
    private long _refused;
    private long _served;
    private long _notServed;
    private int _open;

    /// <summary>Comes back when all connections have ended.</summary>
    public async Task<LoadResult> RunAsync(CancellationToken stop)
    {
        var started = Stopwatch.GetTimestamp();
        var end = started + (long)(options.Duration.TotalSeconds * Stopwatch.Frequency);
        await Pacer.RunAsync(started, end, rate, (_, index) => Begin(index), stop);
        while (Volatile.Read(ref _open) > 0)
        {
            await Task.Delay(Look, CancellationToken.None);
        }

        await Console.Error.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{_begun} connections in {Ways.Length} ways, {_refused} refused; {_served} that did nothing wrong were served, {_notServed} not"));
        return new LoadResult
        {
            Relay = options.Relay,
            Scenario = options.Scenario,
            Seconds = Stopwatch.GetElapsedTime(started).TotalSeconds,
            Sent = _served + _notServed,
            Received = _served,
            Lost = _notServed,
            Errors = _refused,
        };
    }

    private static byte[] RequestOf(string text)
    {
        var template = new RequestTemplate(text, mirror: false);
        var octets = new byte[template.RequestLength];
        template.Write(0, octets);
        return octets;
    }

    private static string Vias() =>
        string.Concat(Enumerable.Range(0, UnreadVias).Select(hop => string.Create(CultureInfo.InvariantCulture, $"Via: SIP/2.0/TLS 192.0.2.{hop + 11}:5061;branch=z9hG4bK{hop}{new string('x', 800)}\r\n")));

    private void Begin(long index)
    {
        Interlocked.Increment(ref _begun);
        Interlocked.Increment(ref _open);
        _ = Task.Run(() => LiveAsync(Ways[index % Ways.Length], isReset: index / Ways.Length % 2 == 1));
    }

    private async Task LiveAsync(ChurnWay way, bool isReset)
    {
        using var socket = new Socket(options.EndPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(options.EndPoint);
            using var patience = new CancellationTokenSource(PatienceOf(way));
            await BehaveAsync(way, new NetworkStream(socket), patience.Token);
        }
        catch (SocketException)
        {
            Interlocked.Increment(ref _refused);
        }
        catch (Exception exception) when (exception is IOException or AuthenticationException or OperationCanceledException)
        {
            // The others are here for that.
            _ = way == ChurnWay.Registers ? Interlocked.Increment(ref _notServed) : 0;
        }
        finally
        {
            if (isReset)
            {
                socket.LingerState = new LingerOption(true, 0);
            }

            Interlocked.Decrement(ref _open);
        }
    }

    private TimeSpan PatienceOf(ChurnWay way) => way switch
    {
        ChurnWay.SaysNothing or ChurnWay.ReadsNothing => hold * Random.Shared.NextDouble(),
        ChurnWay.LeavesInHandshake => TimeSpan.FromMilliseconds(Random.Shared.Next(LongestHandshakeMilliseconds)),
        _ => Patience,
    };

    private async Task BehaveAsync(ChurnWay way, NetworkStream transport, CancellationToken cancellationToken)
    {
        if (way == ChurnWay.SaysNothing)
        {
            _ = await transport.ReadAsync(new byte[1], cancellationToken);
            return;
        }

        await using var stream = await (way == ChurnWay.RefusesCertificate ? _distrusting : _target).AuthenticateAsync(transport, cancellationToken);
        switch (way)
        {
            case ChurnWay.Registers:
                if (!await Exchange.RunAsync(stream, _template, cancellationToken))
                {
                    throw new IOException("No answer, or a wrong one.");
                }

                await stream.ShutdownAsync();
                Interlocked.Increment(ref _served);
                break;
            case ChurnWay.LeavesWithoutCloseNotify:
                await Exchange.RunAsync(stream, _template, cancellationToken);
                break;
            case ChurnWay.LeavesInMessage:
                await stream.WriteAsync(Short.AsMemory(0, Random.Shared.Next(1, Short.Length)), cancellationToken);
                break;
            case ChurnWay.LeavesBeforeAnswer:
                await stream.WriteAsync(Short, cancellationToken);
                break;
            case ChurnWay.ReadsNothing:
                for (var i = 0; i < UnreadRequests; i++)
                {
                    await stream.WriteAsync(Long, cancellationToken);
                }

                await Task.Delay(Timeout.Infinite, cancellationToken);
                break;
        }
    }
}
