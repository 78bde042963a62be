// SPDX-License-Identifier: MIT

using System.Buffers;
using FastSipAlg.Transport.ClientHello;

namespace FastSipAlg.Fuzz.Targets;

/// <summary>
/// Any way of cutting what a peer sends first into reads gives the same ClientHello or the same fault, and so does any way of cutting the message into records; what is found is
/// never longer than its limit.
/// </summary>
internal sealed class ClientHelloTarget : IFuzzTarget
{
    public string Name => "clienthello";

    public IReadOnlyList<string> SeedFolders => ["clienthello"];

    public IReadOnlyList<string> Words { get; } =
    [
        "\u0016\u0003\u0001", "\u0016\u0003\u0003\0\u0001", "\u0015\u0003\u0001\0\u0002\u0002\u0028", "\u0001\0\0", "\u0003\u0003", "\0\0\0\u0010\0\u000e\0\0\u000bexample.com",
        "\0\u0010\0\u0008\0\u0006\u0005sip/2", "\0\u002b\0\u0003\u0002\u0003\u0004", "\0\u000d\0\u0004\0\u0002\u0004\u0003", "\0\u0015", "\0", "\u007f", "\u0040\0", "\u0040\u0001",
        "SIP/2.0\r\n", "HTTP/1.1\r\n",
    ];

    public void Run(ReadOnlySpan<byte> input)
    {
        // The peek never holds more.
        var octets = input[..Math.Min(input.Length, ClientHelloScan.MaxOctets)];
        var whole = Read(octets, () => ClientHelloScan.MaxOctets);
        var random = Cutting.Of(input);
        var longest = random.Next(1, 200);
        Compare(whole, Read(octets, () => random.Next(1, longest + 1)));
        Compare(whole, Read(octets, () => 1));
        Invariant.Holds(FirstOctets.Describe(octets).Length < 200);
        if (whole.Hello is not null)
        {
            CompareFragments(whole, octets, random);
        }
    }

    // The status after each read must be what the whole gives; before the end it may only be that more is needed.
    private static Outcome Read(ReadOnlySpan<byte> octets, Func<int> nextLength)
    {
        var scan = new ClientHelloScan();
        for (var length = 0; length < octets.Length;)
        {
            length = Math.Min(octets.Length, length + nextLength());
            var status = scan.Advance(octets[..length]);
            if (status == ClientHelloStatus.Faulty)
            {
                Invariant.Holds(scan.Fault is not ClientHelloFault.None and not ClientHelloFault.Malformed);
                return new Outcome(null, scan.Fault);
            }

            if (status == ClientHelloStatus.Complete)
            {
                var hello = scan.Read(octets[..length], ArrayPool<byte>.Shared);
                Invariant.Holds((hello is null) == (scan.Fault == ClientHelloFault.Malformed));
                return new Outcome(hello, scan.Fault);
            }
        }

        return default;
    }

    private static void Compare(Outcome expected, Outcome actual)
    {
        Invariant.Holds(expected.Fault == actual.Fault && (expected.Hello is null) == (actual.Hello is null));
        if (expected.Hello is { } one && actual.Hello is { } other)
        {
            Invariant.Holds(one.ServerName == other.ServerName && one.ApplicationProtocols.SequenceEqual(other.ApplicationProtocols));
            Invariant.Holds(one.LegacyVersion == other.LegacyVersion && one.SupportedVersions.SequenceEqual(other.SupportedVersions));
            Invariant.Holds(one.CipherSuites.SequenceEqual(other.CipherSuites) && one.SignatureSchemes.SequenceEqual(other.SignatureSchemes));
            Invariant.Holds(one.SignalsSecureRenegotiation == other.SignalsSecureRenegotiation && one.OffersTls13 == other.OffersTls13);
        }
    }

    private static void CompareFragments(Outcome whole, ReadOnlySpan<byte> octets, Random random)
    {
        var message = new List<byte>();
        for (var rest = octets; rest.Length >= 5 && rest[0] == 22 && rest.Length >= 5 + ((rest[3] << 8) | rest[4]);)
        {
            var size = (rest[3] << 8) | rest[4];
            message.AddRange(rest.Slice(5, size));
            rest = rest[(5 + size)..];
        }

        // A last record that is cut off behind the message's end.
        var length = message.Count < 4 ? int.MaxValue : 4 + ((message[1] << 16) | (message[2] << 8) | message[3]);
        if (length > message.Count)
        {
            return;
        }

        var records = new List<byte>();
        for (var start = 0; start < length;)
        {
            var size = Math.Min(length - start, random.Next(6, 300));
            records.AddRange([22, 3, 3, (byte)(size >> 8), (byte)size, .. message[start..(start + size)]]);
            start += size;
        }

        Compare(whole, Read(records.ToArray(), () => records.Count));
    }

    private readonly record struct Outcome(ClientHelloInfo? Hello, ClientHelloFault Fault);
}
