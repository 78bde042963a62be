// SPDX-License-Identifier: MIT

using System.Buffers;
using System.IO.Pipelines;
using FastSipAlg.Transport.Servers;
using FastSipAlg.Transport.Sockets;

namespace FastSipAlg.Transport.Legs;

/// <summary>
/// One connection with its pipes, on one side of us: TLS, made by a leg factory after the handshake, or plain TCP. Above it a leg is bytes in, bytes out and facts about the session:
/// nothing there knows SslStream.
/// </summary>
public sealed class Leg
{
    private readonly PolledSocket _socket;
    private readonly SocketStream _socketStream;
    private readonly Stream _stream;
    private readonly LegReader _reader;
    private readonly LegMetrics _metrics;
    private int _closed;

    /// <summary><paramref name="stream"/> is TLS over <paramref name="socketStream"/>, or, where there is none, the same.</summary>
    internal Leg(LegSide side, FlowAddresses addresses, PolledSocket socket, SocketStream socketStream, Stream stream, TlsSession session, PollLoop loop, LegMetrics metrics)
    {
        Side = side;
        Addresses = addresses;
        Session = session;
        Writer = new LegWriter(stream);
        _reader = new LegReader(stream, DrainedTls.Of(stream, socketStream), ArrayPool<byte>.Shared);
        _socket = socket;
        _socketStream = socketStream;
        _stream = stream;
        _metrics = metrics;
        Loop = loop;
        metrics.LegOpened(side, session.IsPlain);
    }

    public LegSide Side { get; }

    public FlowAddresses Addresses { get; }

    public TlsSession Session { get; }

    public LegWriter Writer { get; }

    /// <summary>Decrypted octets, always in one segment. The end of the stream is a completed result, a fault is an exception for <see cref="EndReasonOf"/>.</summary>
    public PipeReader Reader => _reader;

    /// <summary>Whose connection it is, to be told when it ends; null on a phone leg.</summary>
    internal ServerTarget? Target { get; set; }

    /// <summary>Carries its messages.</summary>
    internal PollLoop Loop { get; }

    /// <summary>Why a read that completed without data did so.</summary>
    public LegEndReason EndReasonOfStream => _socketStream.SawEnd && !Session.IsPlain ? LegEndReason.Fin : LegEndReason.CloseNotify;

    /// <summary>What an exception of <see cref="Reader"/> means; null: it is a bug.</summary>
    public static LegEndReason? EndReasonOf(Exception exception) => LegFault.OfOpenLeg(exception);

    /// <summary>Ends our side properly: the write in progress, close_notify (TLS), FIN. Reading goes on until the peer has ended its side, too.</summary>
    public async ValueTask CloseAsync()
    {
        await Writer.SendCloseNotifyAsync();
        try
        {
            LinuxCalls.EndSending(_socket.Handle);
        }
        catch (ObjectDisposedException)
        {
            // Aborted meanwhile.
        }
    }

    /// <summary>Ends the leg at once; whoever reads or writes gets <see cref="LegEndReason.ClosedByUs"/>. May be called from anywhere, any number of times.</summary>
    public void Abort() => _socket.Dispose();

    /// <summary>Gives everything back. Only after reading has stopped.</summary>
    public async ValueTask ReleaseAsync()
    {
        if (Interlocked.Exchange(ref _closed, 1) != 0)
        {
            return;
        }

        await _reader.CompleteAsync();
        await _stream.DisposeAsync();
        _metrics.LegClosed(Side, Session.IsPlain);
        Target?.Release();
    }
}
