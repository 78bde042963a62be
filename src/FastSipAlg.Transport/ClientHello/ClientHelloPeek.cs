// SPDX-License-Identifier: MIT

using System.Buffers;
using FastSipAlg.Transport.Sockets;

namespace FastSipAlg.Transport.ClientHello;

/// <summary>
/// What a peer sent first. Either <paramref name="Hello"/> is there, or <paramref name="Fault"/> says what it is instead and <paramref name="Detail"/> how it looks; or neither: it left before.
/// </summary>
internal readonly record struct PeekedHello(ClientHelloInfo? Hello, ClientHelloFault Fault, string? Detail);

/// <summary>
/// Reads the ClientHello without consuming it: what was read is put back, and the TLS library gets the same octets. One read, when the first one brings all of it; bounded in octets
/// by <see cref="ClientHelloScan.MaxOctets"/>, in time by whoever watches the flow and closes the socket.
/// </summary>
internal static class ClientHelloPeek
{
    /// <summary>Holds a ClientHello with two post-quantum key shares.</summary>
    private const int FirstRead = 4096;

    /// <exception cref="System.Net.Sockets.SocketException">The connection failed.</exception>
    /// <exception cref="ObjectDisposedException">The socket was closed meanwhile.</exception>
    public static async ValueTask<PeekedHello> ReadAsync(SocketStream stream, ArrayPool<byte> pool)
    {
        // Nothing is held for a peer that says nothing.
        await stream.WaitAsync();
        var scan = new ClientHelloScan();
        var array = pool.Rent(FirstRead);
        var length = 0;
        try
        {
            while (true)
            {
                var count = await stream.ReadAsync(array.AsMemory(length));
                if (count == 0)
                {
                    return default;
                }

                length += count;
                var status = scan.Advance(array.AsSpan(0, length));
                if (status == ClientHelloStatus.Incomplete)
                {
                    array = WithRoom(array, length, pool);
                    continue;
                }

                if (status == ClientHelloStatus.Complete && scan.Read(array.AsSpan(0, length), pool) is { } hello)
                {
                    stream.PutBack(array, length, pool);
                    array = null;
                    return new PeekedHello(hello, ClientHelloFault.None, null);
                }

                return new PeekedHello(null, scan.Fault, Describe(scan.Fault, array.AsSpan(0, length)));
            }
        }
        finally
        {
            if (array is not null)
            {
                pool.Return(array);
            }
        }
    }

    /// <summary>The alert that tells the peer, or null where no TLS is spoken (RFC 8446 §6.2).</summary>
    public static byte? AlertFor(ClientHelloFault fault) => fault switch
    {
        ClientHelloFault.None or ClientHelloFault.NotTls => null,
        ClientHelloFault.UnexpectedRecord or ClientHelloFault.UnexpectedMessage => TlsAlert.UnexpectedMessage,
        ClientHelloFault.RecordLengthInvalid => TlsAlert.RecordOverflow,
        _ => TlsAlert.DecodeError,
    };

    private static string Describe(ClientHelloFault fault, ReadOnlySpan<byte> octets) => fault switch
    {
        ClientHelloFault.NotTls => FirstOctets.Describe(octets),
        ClientHelloFault.UnexpectedRecord => "its first TLS records are not all of a handshake",
        ClientHelloFault.RecordLengthInvalid => "it sent a TLS record of impossible length",
        ClientHelloFault.UnexpectedMessage => "its first handshake message is no ClientHello",
        ClientHelloFault.TooLong => $"its ClientHello is longer than {ClientHelloScan.MaxMessage} octets, or comes in too many records",
        _ => "its ClientHello is malformed",
    };

    private static byte[] WithRoom(byte[] array, int length, ArrayPool<byte> pool)
    {
        if (length < array.Length)
        {
            return array;
        }

        var larger = pool.Rent(2 * array.Length);
        array.AsSpan(0, length).CopyTo(larger);
        pool.Return(array);
        return larger;
    }
}
