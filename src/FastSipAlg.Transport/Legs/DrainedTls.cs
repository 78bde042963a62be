// SPDX-License-Identifier: MIT

using System.Net.Security;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Security.Authentication;
using FastSipAlg.Transport.Sockets;

namespace FastSipAlg.Transport.Legs;

/// <summary>
/// Hot path: whether an SslStream of TLS 1.3 has given out all that it took from its socket. Then the next record is waited for at the socket: a zero-byte read in SslStream would wait there as well, but
/// two of its methods would have to go on with each message, and all of it be read twice.
/// A read goes on from record to record while there is a whole one and room in the caller's buffer, so one that left room has left no record, with one exception: after close_notify it stops and keeps
/// that for the next read. It does not tell, so this reaches for its field; where the runtime is not one that this was tried with, there is nothing here. (Before TLS 1.3, whose records all look
/// like data, it stops at every record that is not.)
/// </summary>
internal sealed class DrainedTls
{
    private static readonly bool IsKnown = Environment.Version.Major == 10
        && typeof(SslStream).GetField("_receivedEOF", BindingFlags.Instance | BindingFlags.NonPublic)?.FieldType == typeof(bool);

    private readonly SslStream _tls;
    private readonly SocketStream _socket;

    private DrainedTls(SslStream tls, SocketStream socket)
    {
        _tls = tls;
        _socket = socket;
    }

    /// <summary>Nothing that came is left in the SslStream.</summary>
    public bool IsSo { get; private set; }

    /// <summary>Null: of such a stream it cannot be known.</summary>
    public static DrainedTls? Of(Stream stream, SocketStream socket) =>
        IsKnown && stream is SslStream { SslProtocol: SslProtocols.Tls13 } tls ? new DrainedTls(tls, socket) : null;

    /// <summary>Completes when there is something to read, or the end.</summary>
    public ValueTask<int> WaitAsync() => _socket.WaitAsync();

    /// <summary>A read gave <paramref name="read"/> octets and had room for <paramref name="room"/>.</summary>
    public void Note(int read, int room) => IsSo = read > 0 && read < room && !HasSeenEnd(_tls);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_receivedEOF")]
    private static extern ref bool HasSeenEnd(SslStream tls);
}
