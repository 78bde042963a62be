// SPDX-License-Identifier: MIT

using System.Net.Security;
using System.Runtime.CompilerServices;
using Pipelines.Sockets.Unofficial.Threading;

namespace FastSipAlg.Transport.Legs;

/// <summary>
/// Hot path: the only way to write to a leg: whole messages, one writer at a time. The other leg's pump forwards through it, this leg's own pump
/// answers through it; two writes at once on an SslStream would throw and lose a message.
/// </summary>
public sealed class LegWriter
{
    /// <summary>
    /// Milliseconds to wait for a turn. Who holds it is writing to a peer that does not read; the same 30 s as for one that does not acknowledge.
    /// </summary>
    private const int TurnTimeout = 30_000;

    private readonly MutexSlim _turn = new(TurnTimeout);
    private readonly SslStream _stream;
    private bool _closed;

    internal LegWriter(SslStream stream)
    {
        _stream = stream;
    }

    /// <summary>
    /// Writes <paramref name="messages"/>, one or several whole ones, in one go. Completes when the socket has taken them: awaiting it is the back-pressure.
    /// <see cref="LegEndReason.None"/> when written, else why not.
    /// </summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<LegEndReason> WriteAsync(ReadOnlyMemory<byte> messages)
    {
        using var turn = await _turn.TryWaitAsync();
        if (!turn.Success)
        {
            return LegEndReason.NotReading;
        }

        if (_closed)
        {
            return LegEndReason.ClosedByUs;
        }

        try
        {
            await _stream.WriteAsync(messages);
            return LegEndReason.None;
        }
        catch (Exception e) when (LegFault.OfOpenLeg(e) is { } reason)
        {
            return reason;
        }
    }

    /// <summary>Sends close_notify after the write in progress, if any; later writes come back as <see cref="LegEndReason.ClosedByUs"/>.</summary>
    internal async ValueTask SendCloseNotifyAsync()
    {
        using var turn = await _turn.TryWaitAsync();
        if (_closed || !turn.Success)
        {
            return;
        }

        _closed = true;
        try
        {
            Task closing;
            lock (SslStreamLock.Of(_stream))
            {
                closing = _stream.ShutdownAsync();
            }

            await closing;
        }
        catch (Exception e) when (LegFault.OfOpenLeg(e) is not null)
        {
            // It is gone already: there is nobody to notify.
        }
    }
}
