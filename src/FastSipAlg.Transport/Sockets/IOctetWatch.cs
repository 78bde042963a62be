// SPDX-License-Identifier: MIT

namespace FastSipAlg.Transport.Sockets;

/// <summary>Sees octets pass one way through a <see cref="SocketStream"/>, in order, cut anywhere.</summary>
internal interface IOctetWatch
{
    /// <summary>null, or why the connection must not go on; then the octets are not handed on.</summary>
    Exception? Saw(ReadOnlySpan<byte> octets);
}
