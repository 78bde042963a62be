// SPDX-License-Identifier: MIT

using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;

namespace FastSipAlg.Transport.Legs;

/// <summary>The one place where exceptions of sockets and SslStream become a <see cref="LegEndReason"/>.</summary>
internal static class LegFault
{
    /// <summary>A fault while the leg was carrying messages; null: not a peer's doing but a bug, to be thrown on.</summary>
    public static LegEndReason? OfOpenLeg(Exception exception) => exception switch
    {
        _ when SocketErrorIn(exception) is { } error => OfSocket(error),
        ObjectDisposedException or OperationCanceledException => LegEndReason.ClosedByUs,
        RenegotiationException e => e.Reason,

        // As SslStream passes it on.
        IOException { InnerException: ObjectDisposedException } => LegEndReason.ClosedByUs,
        IOException or AuthenticationException => LegEndReason.TlsError,

        // OpenSSL, asked for close_notify in the middle of a renegotiation: "shutdown while in init".
        CryptographicException => LegEndReason.TlsError,

        // So SslStream says of use after it was closed.
        InvalidOperationException => LegEndReason.TlsError,
        _ => null,
    };

    /// <summary>A fault while the TCP connection was being opened; null: a bug.</summary>
    public static LegEndReason? OfConnect(Exception exception) => exception switch
    {
        OperationCanceledException => LegEndReason.ConnectTimedOut,
        SocketException { SocketErrorCode: SocketError.HostNotFound } => LegEndReason.NameNotResolved,
        SocketException { SocketErrorCode: SocketError.ConnectionRefused } => LegEndReason.ConnectRefused,
        SocketException { SocketErrorCode: SocketError.TimedOut } => LegEndReason.ConnectTimedOut,
        SocketException => LegEndReason.Unreachable,
        _ => null,
    };

    /// <summary>A fault while shaking hands; null: a bug.</summary>
    public static LegEndReason? OfHandshake(Exception exception) => exception switch
    {
        OperationCanceledException => LegEndReason.ConnectTimedOut,
        ObjectDisposedException => LegEndReason.ClosedByUs,
        _ when SocketErrorIn(exception) is { } error => OfSocket(error) == LegEndReason.Reset ? LegEndReason.HandshakeAbandoned : OfSocket(error),
        AuthenticationException => LegEndReason.HandshakeFailed,

        // SslStream: "Received an unexpected EOF or 0 bytes from the transport stream."
        IOException => LegEndReason.HandshakeAbandoned,
        _ => null,
    };

    private static SocketError? SocketErrorIn(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            if (exception is SocketException e)
            {
                return e.SocketErrorCode;
            }
        }

        return null;
    }

    private static LegEndReason OfSocket(SocketError error) => error switch
    {
        SocketError.TimedOut or SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.HostDown => LegEndReason.Vanished,
        SocketError.OperationAborted => LegEndReason.ClosedByUs,
        _ => LegEndReason.Reset,
    };
}
