// SPDX-License-Identifier: MIT

using System.Buffers;
using System.IO.Pipelines;
using System.Net.Security;
using System.Net.Sockets;
using FastSipAlg.Transport.Sockets;

namespace FastSipAlg.Transport.Legs;

/// <summary>
/// One TLS connection with its pipes, on one side of us; made by a leg factory after the handshake. Above it a leg is bytes in, bytes out and facts about the session:
/// nothing there knows SslStream.
/// </summary>
public sealed class Leg
{
    private readonly PolledSocket _socket;
    private readonly SocketStream _socketStream;
    private readonly SslStream _stream;
    private readonly LegReader _reader;
    private readonly LegMetrics _metrics;
    private int _closed;

    internal Leg(LegSide side, FlowAddresses addresses, PolledSocket socket, SocketStream socketStream, SslStream stream, PollLoop loop, LegMetrics metrics)
    {
        Side = side;
        Addresses = addresses;
        Session = new TlsSession(stream.SslProtocol, stream.NegotiatedCipherSuite);
        Writer = new LegWriter(stream);
        _reader = new LegReader(stream, ArrayPool<byte>.Shared);
        _socket = socket;
        _socketStream = socketStream;
        _stream = stream;
        _metrics = metrics;
        Loop = loop;
        metrics.LegOpened(side);
    }

    public LegSide Side { get; }

    public FlowAddresses Addresses { get; }

    public TlsSession Session { get; }

    public LegWriter Writer { get; }

    /// <summary>Decrypted octets, always in one segment. The end of the stream is a completed result, a fault is an exception for <see cref="EndReasonOf"/>.</summary>
    public PipeReader Reader => _reader;

    /// <summary>Carries its messages.</summary>
    internal PollLoop Loop { get; }

    /// <summary>Why a read that completed without data did so.</summary>
    public LegEndReason EndReasonOfStream => _socketStream.SawEnd ? LegEndReason.Fin : LegEndReason.CloseNotify;

    /// <summary>What an exception of <see cref="Reader"/> means; null: it is a bug.</summary>
    public static LegEndReason? EndReasonOf(Exception exception) => LegFault.OfOpenLeg(exception);

    /// <summary>Ends our side properly: the write in progress, close_notify, FIN. Reading goes on until the peer has ended its side, too.</summary>
    public async ValueTask CloseAsync()
    {
        await Writer.SendCloseNotifyAsync();
        try
        {
            _socket.Socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // Not connected any more.
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
        _metrics.LegClosed(Side);
    }
}
