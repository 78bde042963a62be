// SPDX-License-Identifier: MIT

using FastSipAlg.TestKit;
using FastSipAlg.Transport.Legs;

namespace FastSipAlg.Tests.Transport.Legs;

public sealed class ServerHelloWatchTests
{
    private static readonly byte[] Random = [.. Enumerable.Range(1, 32).Select(n => (byte)n)];
    private static readonly byte[] RetryRandom =
        Convert.FromHexString("cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c");

    private static readonly byte[] Tls13 = [0, 43, 0, 2, 3, 4];
    private static readonly byte[] SharedKey = [0, 41, 0, 2, 0, 0];
    private static readonly byte[] KeyShare = [0, 51, 0, 4, 0, 29, 0, 0];
    private static readonly byte[] ChangeCipherSpec = Record(20, [1]);

    public static TheoryData<string, byte[], bool?> Flights => new()
    {
        { "TLS 1.3, full", [.. Handshake(Hello(Random, KeyShare, Tls13)), .. ChangeCipherSpec, .. Record(23, new byte[40])], false },
        { "TLS 1.3, resumed", [.. Handshake(Hello(Random, KeyShare, SharedKey, Tls13)), .. ChangeCipherSpec], true },
        { "TLS 1.3, full after a retry", [.. Handshake(Hello(RetryRandom, Tls13)), .. ChangeCipherSpec, .. Handshake(Hello(Random, KeyShare, Tls13))], false },
        { "TLS 1.3, resumed after a retry", [.. Handshake(Hello(RetryRandom, Tls13)), .. ChangeCipherSpec, .. Handshake(Hello(Random, SharedKey, Tls13))], true },
        { "TLS 1.2, full", [.. Handshake(Hello(Random)), .. Handshake(Message(11, 900)), .. Handshake(Message(14, 0))], false },
        { "TLS 1.2, full in one record", Handshake([.. Hello(Random), .. Message(11, 900), .. Message(14, 0)]), false },
        { "TLS 1.2, resumed", [.. Handshake(Hello(Random)), .. ChangeCipherSpec, .. Record(22, new byte[40])], true },
        { "TLS 1.2, resumed with a new ticket", [.. Handshake(Hello(Random)), .. Handshake(Message(4, 200)), .. ChangeCipherSpec], true },
        { "TLS 1.2, without a certificate in another way", [.. Handshake(Hello(Random)), .. Handshake(Message(12, 100))], null },
        { "an alert", Record(21, [2, 40]), null },
        { "nothing", [], null },
    };

    [Theory]
    [MemberData(nameof(Flights))]
    public void Flight_InWholeMessages_SaysWhetherItIsResumed(string what, byte[] flight, bool? expected)
    {
        var watch = new ServerHelloWatch();

        Assert.Null(watch.Saw(flight));

        Assert.True(expected == watch.IsResumed, what);
    }

    [Theory]
    [MemberData(nameof(Flights))]
    public void Flight_CutAnywhere_SaysTheSameOrThatItIsNotKnown(string what, byte[] flight, bool? expected)
    {
        for (var cut = 0; cut <= flight.Length; cut++)
        {
            var watch = new ServerHelloWatch();

            watch.Saw(flight.AsSpan(0, cut));
            watch.Saw(flight.AsSpan(cut));

            Assert.True(watch.IsResumed is null || watch.IsResumed == expected, what);
        }
    }

    public static TheoryData<string> Captured => [.. Corpus.Under("tlsrecords").Where(file => file.Contains("-server-", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Captured))]
    public void Flight_OfOpenssl_SaysWhatItsNameSays(string file)
    {
        var watch = new ServerHelloWatch();

        watch.Saw(Corpus.Read(file));

        Assert.Equal(file.Contains("resumed", StringComparison.Ordinal), watch.IsResumed);
    }

    [Fact]
    public void Hello_CutShort_IsNotKnown()
    {
        var hello = Hello(Random, KeyShare, SharedKey, Tls13);
        for (var length = 0; length < hello.Length; length++)
        {
            var watch = new ServerHelloWatch();
            var cut = hello.AsSpan(0, length).ToArray();
            if (length >= 4)
            {
                cut[3] = (byte)(length - 4);
            }

            watch.Saw(Handshake(cut));

            Assert.NotEqual(false, watch.IsResumed);
        }
    }

    private static byte[] Hello(byte[] random, params byte[][] extensions)
    {
        byte[] block = [.. extensions.SelectMany(extension => extension)];
        byte[] body = [3, 3, .. random, 4, 1, 2, 3, 4, 0x13, 2, 0, (byte)(block.Length >> 8), (byte)block.Length, .. block];
        return [2, 0, 0, (byte)body.Length, .. body];
    }

    private static byte[] Message(byte type, int length) => [type, 0, (byte)(length >> 8), (byte)length, .. new byte[length]];

    private static byte[] Handshake(byte[] messages) => Record(22, messages);

    private static byte[] Record(byte type, byte[] content) => [type, 3, 3, (byte)(content.Length >> 8), (byte)content.Length, .. content];
}
