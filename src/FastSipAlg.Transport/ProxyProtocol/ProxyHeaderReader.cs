// SPDX-License-Identifier: MIT

using System.Net;
using System.Net.Sockets;
using FastSipAlg.Transport.Sockets;

namespace FastSipAlg.Transport.ProxyProtocol;

/// <summary>What came first from a balancer.</summary>
public enum ProxyHeaderOutcome : byte
{
    /// <summary>A header that names the phone: <see cref="AcceptedSocket.Addresses"/> says so from now on.</summary>
    Phone,

    /// <summary>A header that names nobody: the balancer speaks for itself.</summary>
    Nobody,

    /// <summary>Something else, which is all still there.</summary>
    Absent,

    /// <summary>A header that is none; the detail says why.</summary>
    Faulty,

    /// <summary>The connection ended before anything came.</summary>
    Left,
}

/// <summary>
/// Reads a balancer's header. What has come is only looked at until the header is whole, so nothing is held meanwhile, and what follows stays where it is. Bounded in octets by
/// <see cref="ProxyHeaderParser.MaxOctets"/>, in time by whoever watches the flow and closes the socket.
/// </summary>
public static class ProxyHeaderReader
{
    /// <summary>Goes on in <paramref name="lane"/>. The second value says what a header of no use looks like; null: nothing to say.</summary>
    /// <exception cref="SocketException">The kernel's limits are reached.</exception>
    public static async ValueTask<(ProxyHeaderOutcome Outcome, string? Detail)> ReadAsync(AcceptedSocket connection, SlowLane lane)
    {
        var socket = connection.Socket;
        await connection.WaitForOctets(lane);
        while (true)
        {
            try
            {
                if (Look(connection, socket) is { } seen)
                {
                    return seen;
                }
            }
            catch (ObjectDisposedException)
            {
                // Its time was up.
                return (ProxyHeaderOutcome.Left, null);
            }

            await socket.Readable.WaitAsync();
        }
    }

    /// <summary>Whether <paramref name="octets"/>, the first of a connection, are a header's, good or not.</summary>
    public static bool Begins(ReadOnlySpan<byte> octets) => ProxyHeaderParser.Begins(octets);

    /// <summary>Whether what has come so far is a header, from whom none is taken. Takes nothing.</summary>
    public static bool IsNext(AcceptedSocket connection)
    {
        Span<byte> octets = stackalloc byte[ProxyHeaderParser.Signature.Length];
        try
        {
            var count = connection.Socket.Peek(octets, out _);
            connection.Socket.Readable.MayHaveMore();
            return count > 0 && ProxyHeaderParser.Begins(octets[..count]);
        }
        catch (ObjectDisposedException)
        {
            return false;
        }
    }

    // null: more is needed.
    private static (ProxyHeaderOutcome Outcome, string? Detail)? Look(AcceptedSocket connection, PolledSocket socket)
    {
        // Before the look: then that was the last one.
        var isEnding = socket.IsEnding;
        Span<byte> octets = stackalloc byte[ProxyHeaderParser.MaxOctets];
        var count = socket.Peek(octets, out _);
        if (count == LinuxCalls.WouldBlock)
        {
            return null;
        }

        if (count is 0 or LinuxCalls.Failed)
        {
            return (ProxyHeaderOutcome.Left, null);
        }

        switch (ProxyHeaderParser.Read(octets[..count], out var header, out var fault))
        {
            case ProxyHeaderStatus.Incomplete:
                return isEnding ? (ProxyHeaderOutcome.Faulty, "it left in the middle of its PROXY protocol header") : null;
            case ProxyHeaderStatus.Absent:
                socket.Readable.MayHaveMore();
                return (ProxyHeaderOutcome.Absent, null);
            case ProxyHeaderStatus.Faulty:
                return (ProxyHeaderOutcome.Faulty, Describe(fault));
        }

        socket.Skip(header!.Length, count);
        if (header.Source is null || IsSame(header.Source, connection.Addresses.Peer))
        {
            return (ProxyHeaderOutcome.Nobody, null);
        }

        connection.Addresses = new FlowAddresses(header.Source, header.Destination!)
        {
            Balancer = new BalancerFacts(connection.Addresses.Peer) { Authority = header.Authority, UniqueId = header.UniqueId, Tls = header.Tls },
        };
        return (ProxyHeaderOutcome.Phone, null);
    }

    // HAProxy's health checks with version 1 name HAProxy itself.
    private static bool IsSame(IPEndPoint source, IPEndPoint balancer) =>
        source.Port == balancer.Port && (balancer.Address.IsIPv4MappedToIPv6 ? balancer.Address.MapToIPv4() : balancer.Address).Equals(source.Address);

    private static string Describe(ProxyHeaderFault fault) => fault switch
    {
        ProxyHeaderFault.LineTooLong => $"its PROXY protocol line does not end within {ProxyLine.MaxOctets} octets",
        ProxyHeaderFault.LineMalformed => "its PROXY protocol line is neither UNKNOWN nor TCP4 or TCP6 with two addresses and two ports",
        ProxyHeaderFault.AddressInvalid => "its PROXY protocol line has an address that is none of its family",
        ProxyHeaderFault.PortInvalid => "its PROXY protocol line has a port that is none",
        ProxyHeaderFault.VersionUnknown => "its PROXY protocol header is neither version 1 nor 2",
        ProxyHeaderFault.CommandUnknown => "its PROXY protocol header has a command that is neither LOCAL nor PROXY",
        ProxyHeaderFault.FamilyUnknown => "its PROXY protocol header has an address family or transport that does not exist",
        ProxyHeaderFault.TooLong => $"its PROXY protocol header is longer than {ProxyHeaderParser.MaxOctets} octets",
        ProxyHeaderFault.AddressesCut => "its PROXY protocol header is shorter than its addresses",
        ProxyHeaderFault.TlvCut => "its PROXY protocol header ends within a TLV",
        ProxyHeaderFault.TlvInvalid => "its PROXY protocol header has a TLV of impossible length",
        ProxyHeaderFault.ChecksumWrong => "its PROXY protocol header's checksum is wrong",
        _ => "its PROXY protocol header is malformed",
    };
}
