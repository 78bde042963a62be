// SPDX-License-Identifier: MIT

using FastSipAlg.TestKit;
using FastSipAlg.Transport.Legs;
using Microsoft.Extensions.Time.Testing;

namespace FastSipAlg.Tests.Transport.Legs;

public sealed class RenegotiationLimitTests
{
    private static readonly byte[] Data = Record(23, 300);

    // ClientHello; ClientKeyExchange; change_cipher_spec; Finished (RFC 5246 §7.3).
    private static readonly byte[] Handshake = [.. Record(22, 200), .. Record(22, 70), .. Record(20, 1), .. Record(22, 40)];

    private readonly FakeTimeProvider _time = new();

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(7)]
    [InlineData(10_000)]
    public void Records_CutAnywhere_AreCountedAsHandshakes(int piece)
    {
        var limit = new RenegotiationLimit(denial: null, _time);
        byte[] stream = [.. Handshake, .. Data, .. Data, .. Handshake, .. Data, .. Record(21, 2), .. Handshake, .. Record(22, 200)];

        Assert.All(stream.Chunk(piece), octets => Assert.Null(limit.Saw(octets)));

        Assert.Equal(3, limit.Renegotiations);
    }

    [Fact]
    public void FirstHandshake_WithAClientCertificateAndInFragments_IsNoRenegotiation()
    {
        var limit = new RenegotiationLimit(denial: null, _time);

        Assert.Null(limit.Saw([.. Record(22, 1), .. Record(22, 200), .. Record(22, 900), .. Record(22, 70), .. Record(22, 264), .. Record(20, 1), .. Record(22, 40), .. Data]));

        Assert.Equal(0, limit.Renegotiations);
    }

    [Fact]
    public void Tls13_IsNeverCounted()
    {
        var limit = new RenegotiationLimit(denial: null, _time);

        Assert.Null(limit.Saw([.. Record(22, 200), .. Record(20, 1), .. Record(22, 500), .. Record(23, 60), .. Data, .. Data]));

        Assert.Equal(0, limit.Renegotiations);
    }

    [Fact]
    public void Renegotiations_MoreThanTheLimitWithinTheWindow_AreObjectedTo()
    {
        var limit = new RenegotiationLimit(denial: null, _time);
        limit.Saw(Handshake);
        for (var n = 0; n < RenegotiationLimit.Maximum; n++)
        {
            Assert.Null(limit.Saw(Handshake));
            _time.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(LegEndReason.RenegotiatedTooOften, Assert.IsType<RenegotiationException>(limit.Saw(Handshake.AsSpan(0, 5))).Reason);
    }

    [Fact]
    public void Renegotiation_WhereItIsDenied_IsObjectedToWithItsFirstHeader()
    {
        var limit = new RenegotiationLimit(denial: "which is denied", _time);
        Assert.Null(limit.Saw([.. Handshake, .. Data, .. Record(22, 200).AsSpan(0, 4)]));

        Assert.Equal(LegEndReason.RenegotiationDenied, Assert.IsType<RenegotiationException>(limit.Saw(Record(22, 200).AsSpan(4))).Reason);
    }

    [Fact]
    public void Renegotiations_NeverMoreThanTheLimitWithinTheWindow_GoOnForEver()
    {
        var limit = new RenegotiationLimit(denial: null, _time);
        limit.Saw(Handshake);
        for (var n = 0; n < 100; n++)
        {
            Assert.Null(limit.Saw([.. Handshake, .. Data]));
            _time.Advance(RenegotiationLimit.Window / RenegotiationLimit.Maximum);
        }

        Assert.Equal(100, limit.Renegotiations);
    }

    [Theory]
    [InlineData("tlsrecords/tls12-phone.bin", 2)]
    [InlineData("tlsrecords/tls13-phone.bin", 0)]
    [InlineData("tlsrecords/tls13-retry-phone.bin", 0)]
    public void Records_OfOpenssl_AreCounted(string file, int expected)
    {
        var limit = new RenegotiationLimit(denial: null, _time);

        Assert.Null(limit.Saw(Corpus.Read(file)));

        Assert.Equal(expected, limit.Renegotiations);
    }

    // The Finished of one handshake and the ClientHello of the next in one record: seen a record later.
    [Fact]
    public void Renegotiation_ThatBeginsInTheRecordOfAFinished_IsCounted()
    {
        var limit = new RenegotiationLimit(denial: null, _time);
        limit.Saw(Handshake);

        limit.Saw([.. Record(22, 70), .. Record(20, 1), .. Record(22, 240), .. Record(22, 70), .. Record(20, 1), .. Record(22, 40)]);

        Assert.Equal(2, limit.Renegotiations);
    }

    private static byte[] Record(byte type, int length) => [type, 3, 3, (byte)(length >> 8), (byte)length, .. new byte[length]];
}
