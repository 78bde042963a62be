// SPDX-License-Identifier: MIT

namespace FastSipAlg.Transport.ClientHello;

/// <summary>Why what a peer sent first is no ClientHello that we go on with.</summary>
internal enum ClientHelloFault : byte
{
    /// <summary>It is one.</summary>
    None,

    /// <summary>No TLS record: SIP or HTTP without TLS, SSL 2.0, or anything else.</summary>
    NotTls,

    /// <summary>A TLS record, but of no handshake (RFC 8446 §5).</summary>
    UnexpectedRecord,

    /// <summary>A record without content, or of more than a record may hold (RFC 8446 §5.1).</summary>
    RecordLengthInvalid,

    /// <summary>Another handshake message (RFC 8446 §4).</summary>
    UnexpectedMessage,

    /// <summary>More than <see cref="ClientHelloScan.MaxMessage"/>, or in so many records that <see cref="ClientHelloScan.MaxOctets"/> do not hold it.</summary>
    TooLong,

    /// <summary>Its parts do not fill it, or run beyond it, or come twice (RFC 8446 §4.1.2, §4.2).</summary>
    Malformed,
}
