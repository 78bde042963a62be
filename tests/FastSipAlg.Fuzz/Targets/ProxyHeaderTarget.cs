// SPDX-License-Identifier: MIT

using System.Text;
using FastSipAlg.Transport.ProxyProtocol;

namespace FastSipAlg.Fuzz.Targets;

/// <summary>
/// However much of what comes first is there, it is a header, none, or not yet known, and more of it changes nothing that was said; a header ends within its bounds and within the octets, and does not
/// depend on what follows; one with addresses names both ends, in one family.
/// </summary>
internal sealed class ProxyHeaderTarget : IFuzzTarget
{
    public string Name => "proxyheader";

    public IReadOnlyList<string> SeedFolders => ["proxyprotocol"];

    public IReadOnlyList<string> Words { get; } =
    [
        "PROXY ", "TCP4 ", "TCP6 ", "UNKNOWN", "192.0.2.1 ", "2001:db8::1 ", "::ffff:1.2.3.4 ", "65535", " ", "\r\n", "\r\n\r\n\0\r\nQUIT\n", "\u0021\u0011\0\u000c", "\u0021\u0021\0\u0024",
        "\u0020\0\0\0", "\u0002\0\u0003a.b", "\u0003\0\u0004", "\u0005\0\u0002id", "\u0020\0\u0005\u0001\0\0\0\0", "\u0021\0\u0007TLSv1.3", "\u0004\0\0",
    ];

    public void Run(ReadOnlySpan<byte> input)
    {
        // The reader never looks at more.
        var octets = input[..Math.Min(input.Length, ProxyHeaderParser.MaxOctets)];
        var status = ProxyHeaderParser.Read(octets, out var header, out var fault);
        Invariant.Holds((status == ProxyHeaderStatus.Complete) == (header is not null));
        Invariant.Holds((status == ProxyHeaderStatus.Faulty) == (fault != ProxyHeaderFault.None));
        Invariant.Holds(ProxyHeaderParser.Begins(octets) == (status is ProxyHeaderStatus.Complete or ProxyHeaderStatus.Faulty) || status == ProxyHeaderStatus.Incomplete);
        if (octets.Length == ProxyHeaderParser.MaxOctets)
        {
            Invariant.Holds(status != ProxyHeaderStatus.Incomplete);
        }

        if (header is not null)
        {
            Invariant.Holds(header.Length > 0 && header.Length <= octets.Length && (header.Version == 2 || header.Length <= ProxyLine.MaxOctets));
            Invariant.Holds(header.Source?.AddressFamily == header.Destination?.AddressFamily && header.UniqueId.Length <= ProxyTlvs.MaxUniqueId);
            Compare(header, octets[..header.Length]);
        }

        ComparePrefixes(octets, status, header, fault);
    }

    private static void ComparePrefixes(ReadOnlySpan<byte> octets, ProxyHeaderStatus status, ProxyHeader? header, ProxyHeaderFault fault)
    {
        var random = new Random(octets.Length);
        for (var length = 0; length < octets.Length; length += random.Next(1, 40))
        {
            var part = ProxyHeaderParser.Read(octets[..length], out var partHeader, out var partFault);
            if (part != ProxyHeaderStatus.Incomplete)
            {
                Invariant.Holds(part == status && partFault == fault);
                Invariant.Holds(partHeader?.Length == header?.Length && Equals(partHeader?.Source, header?.Source));
                return;
            }

            Invariant.Holds(header is null || length < header.Length);
        }
    }

    private static void Compare(ProxyHeader header, ReadOnlySpan<byte> alone)
    {
        Invariant.Holds(ProxyHeaderParser.Read(alone, out var again, out _) == ProxyHeaderStatus.Complete);
        Invariant.Holds(Equals(header.Source, again!.Source) && Equals(header.Destination, again.Destination) && header.Authority == again.Authority);
        Invariant.Holds(header.Tls == again.Tls && header.UniqueId.Span.SequenceEqual(again.UniqueId.Span));
        Invariant.Holds(header.Authority is null || Encoding.UTF8.GetByteCount(header.Authority) <= 3 * alone.Length);
    }
}
