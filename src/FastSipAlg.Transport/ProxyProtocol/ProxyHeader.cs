// SPDX-License-Identifier: MIT

using System.Net;
using FastSipAlg.Transport.Sockets;

namespace FastSipAlg.Transport.ProxyProtocol;

/// <summary>A balancer's header, whole and valid (PROXY protocol, proxy-protocol.txt of HAProxy). Immutable.</summary>
/// <param name="Version">1, text; or 2, binary.</param>
/// <param name="Length">Octets; what follows is the phone's.</param>
internal sealed record ProxyHeader(int Version, int Length)
{
    /// <summary>The phone; null: the balancer speaks for itself (LOCAL), or does not know (UNKNOWN, UNSPEC, a Unix socket): then the connection's own addresses count (§2.1, §2.2).</summary>
    public IPEndPoint? Source { get; init; }

    /// <summary>Where the phone connected to; null with <see cref="Source"/>.</summary>
    public IPEndPoint? Destination { get; init; }

    /// <summary>PP2_TYPE_AUTHORITY, as it came.</summary>
    public string? Authority { get; init; }

    /// <summary>PP2_TYPE_UNIQUE_ID; empty: not sent.</summary>
    public ReadOnlyMemory<byte> UniqueId { get; init; }

    /// <summary>PP2_TYPE_SSL; null: not sent, or the phone speaks no TLS with the balancer.</summary>
    public BalancerTls? Tls { get; init; }
}

/// <summary>What the first octets of a connection are.</summary>
internal enum ProxyHeaderStatus : byte
{
    /// <summary>They may yet become a header.</summary>
    Incomplete,

    /// <summary>They begin with one.</summary>
    Complete,

    /// <summary>They begin with something else.</summary>
    Absent,

    /// <summary>They begin like one, and are none.</summary>
    Faulty,
}

/// <summary>Why what begins like a header is none. Section numbers are proxy-protocol.txt's.</summary>
internal enum ProxyHeaderFault : byte
{
    None,

    /// <summary>No line end within 107 octets (§2.1).</summary>
    LineTooLong,

    /// <summary>Not <c>PROXY TCP4|TCP6|UNKNOWN</c>, or not four more words with one space before each (§2.1).</summary>
    LineMalformed,

    /// <summary>An address that is none, or of the other family (§2.1).</summary>
    AddressInvalid,

    /// <summary>A port that is none, or has leading zeros (§2.1).</summary>
    PortInvalid,

    /// <summary>Neither version (§2.2).</summary>
    VersionUnknown,

    /// <summary>Neither LOCAL nor PROXY (§2.2).</summary>
    CommandUnknown,

    /// <summary>An address family or transport that does not exist (§2.2).</summary>
    FamilyUnknown,

    /// <summary>Longer than any that is meant for us.</summary>
    TooLong,

    /// <summary>Shorter than its addresses (§2.2).</summary>
    AddressesCut,

    /// <summary>A TLV that runs beyond the header, or a part of one beyond it (§2.2).</summary>
    TlvCut,

    /// <summary>A TLV of impossible length (§2.2).</summary>
    TlvInvalid,

    /// <summary>CRC32C does not fit (§2.2.3).</summary>
    ChecksumWrong,
}
