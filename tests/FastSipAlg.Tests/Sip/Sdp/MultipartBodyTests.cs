// SPDX-License-Identifier: MIT

using System.Text;
using CsCheck;
using FastSipAlg.Sip.Grammar;
using FastSipAlg.Sip.Sdp;
using FastSipAlg.TestKit;

namespace FastSipAlg.Tests.Sip.Sdp;

public sealed class MultipartBodyTests
{
    private static readonly byte[][] Bodies = [.. Corpus.Under("multipart").Select(Corpus.Read)];

    [Fact]
    public void Body_WithLocation_HasTheSessionDescriptionAndTheLocation()
    {
        var (parts, fault) = Parts(Corpus.Read("multipart/pidf-lo.mime"), "boundary1");

        Assert.True(fault.IsNone);
        Assert.Equal(["application/sdp", "application/pidf+xml"], parts.Select(part => part.ContentType));
        Assert.Empty(SdpFaults.Of(parts[0].Content));
        Assert.StartsWith("<?xml", parts[1].Content, StringComparison.Ordinal);
        Assert.EndsWith("/>", parts[1].Content, StringComparison.Ordinal);
    }

    [Fact]
    public void Body_WithPreambleFoldsAndDashes_HasItsTwoParts()
    {
        var (parts, fault) = Parts(Corpus.Read("multipart/isup.mime"), "unique-boundary-1");

        Assert.True(fault.IsNone);
        Assert.Equal(["application/SDP; charset=ISO-10646", "application/ISUP;version=nxv3;\r\n base=etsi121"], parts.Select(part => part.ContentType));
        Assert.Empty(SdpFaults.Of(parts[0].Content));
        Assert.EndsWith("m=audio 11780 RTP/AVP 8", parts[0].Content, StringComparison.Ordinal);
        Assert.Equal("\u0001\u0002I--\u0005\0\r\n", parts[1].Content);
        Assert.DoesNotContain(parts, part => part.IsEncoded);
    }

    [Fact]
    public void Body_InsideABody_IsWalkedWithItsOwnBoundary()
    {
        var (outer, fault) = Parts(Corpus.Read("multipart/nested.mime"), "outer");
        var (inner, innerFault) = Parts(Encoding.Latin1.GetBytes(outer[0].Content), "inner");

        Assert.True(fault.IsNone);
        Assert.True(innerFault.IsNone);
        Assert.Equal(["multipart/alternative;boundary=inner", "text/plain"], outer.Select(part => part.ContentType));
        Assert.Equal(["application/sdp", ""], inner.Select(part => part.ContentType));
        Assert.Equal([true, false], inner.Select(part => part.IsEncoded));
        Assert.Equal("a part without fields", inner[1].Content);
        Assert.Equal("", outer[1].Content);
    }

    [Theory]
    [InlineData("--b\r\n\r\nx\r\n--b--", "x")]
    [InlineData("--b\n\nx\n--b--\n", "x")]
    [InlineData("\r\n--b\r\n\r\nx\r\n--b--\r\nepilogue\r\n--b\r\n", "x")]
    [InlineData("--b \t\r\n\r\nx\r\n--b-- \r\n", "x")]
    [InlineData("--b\r\n\r\n\r\n--b--", "")]
    [InlineData("--b\r\n--b--", "")]
    [InlineData("--b\r\n\r\n--b--", "")]
    [InlineData("--b\r\nX: y\r\n--b--", "")]
    [InlineData("--b\r\n\r\nx--b\r\n-b\r\n--b--", "x--b\r\n-b")]
    [InlineData("--b\r\n\r\n--a\r\n--b--", "--a")]
    public void Part_BetweenDelimiters_IsItsContent(string body, string content)
    {
        var (parts, fault) = Parts(Encoding.Latin1.GetBytes(body), "b");

        Assert.True(fault.IsNone);
        Assert.Equal(content, Assert.Single(parts).Content);
    }

    [Theory]
    [InlineData("¦", 0)]
    [InlineData("x¦", 0)]
    [InlineData("x--b\r\n¦", 0)]
    [InlineData("--a\r\n\r\nx\r\n--a--¦", 0)]
    [InlineData("--b\r\n\r\nx¦", 1)]
    [InlineData("--b\r\n\r\nx\r\n--b\r\n\r\ny¦", 2)]
    [InlineData("--b\r\n\r\nx\r\n¦--b", 1)]
    [InlineData("--b\r\n\r\nx\r\n¦--b\r\n", 1)]
    [InlineData("--b\r\n\r\nx\r\n¦--bc\r\ny\r\n--b--", 1)]
    [InlineData("--b\r\n\r\nx\r\n¦--b--c\r\n", 1)]
    [InlineData("--b\r\n\r\nx\r\n¦--b-\r\n", 1)]
    [InlineData("¦--b--c", 0)]
    public void Body_WithoutBoundaryOrEnd_IsNamed(string marked, int count)
    {
        var offset = marked.IndexOf(SdpFaults.Mark, StringComparison.Ordinal);

        var (parts, fault) = Parts(Encoding.Latin1.GetBytes(marked.Remove(offset, 1)), "b");

        Assert.Equal(new SipFault(SipDefect.MultipartInvalid, offset), fault);
        Assert.Equal(count, parts.Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(71)]
    public void Boundary_OfNoLegalLength_HasNoPart(int length)
    {
        var (parts, fault) = Parts("--\r\n\r\n----"u8.ToArray(), new string('a', length));

        Assert.Equal(new SipFault(SipDefect.MultipartInvalid, 0), fault);
        Assert.Empty(parts);
    }

    [Theory]
    [InlineData("content-type:application/sdp", "application/sdp", false)]
    [InlineData("Content-Type :\t application/sdp ", "application/sdp", false)]
    [InlineData("Content-Type:\r\n application/sdp", "application/sdp", false)]
    [InlineData("X-Content-Type: application/sdp", "", false)]
    [InlineData("Content-Type application/sdp", "", false)]
    [InlineData("no field\r\nContent-Type: application/sdp", "application/sdp", false)]
    [InlineData("Content-Type: a/b\r\nContent-Type: c/d", "a/b", false)]
    [InlineData("Content-Transfer-Encoding: 8BIT", "", false)]
    [InlineData("Content-Transfer-Encoding: quoted-printable", "", true)]
    [InlineData("content-encoding: gzip", "", true)]
    public void Fields_OfAPart_SayItsTypeAndWhetherItIsEncoded(string fields, string contentType, bool isEncoded)
    {
        var (parts, fault) = Parts(Encoding.Latin1.GetBytes($"--b\r\n{fields}\r\n\r\nx\r\n--b--"), "b");

        Assert.True(fault.IsNone);
        Assert.Equal(("x", contentType, isEncoded), (parts[0].Content, parts[0].ContentType, parts[0].IsEncoded));
    }

    [Fact]
    public void Octets_OfAnyKind_NeverThrowAndLieInTheBody()
    {
        string[] pieces = ["\r\n", "\n", "--b", "--", "b", "\r", " ", ":", "Content-Type", "x", "--b--"];
        Gen.Int[0, pieces.Length - 1].Select(pick => pieces[pick]).Array[0, 40].Sample(
            picked => { Parts(Encoding.Latin1.GetBytes(string.Concat(picked)), "b"); }, iter: 10_000);
        Gen.Select(Gen.Int[0, Bodies.Length - 1], Gen.Int[0, 3_000], Gen.Byte).Sample(
            (pick, position, octet) =>
            {
                byte[] mutated = [.. Bodies[pick]];
                mutated[position % mutated.Length] = octet;
                Parts(mutated, "boundary1");
                Parts(mutated, "inner");
            },
            iter: 3_000);
    }

    private static (List<(string ContentType, string Content, bool IsEncoded)> Parts, SipFault Fault) Parts(byte[] body, string boundary)
    {
        var found = new List<(string, string, bool)>();
        var multipart = new MultipartBody(body, Encoding.Latin1.GetBytes(boundary));
        var end = 0;
        while (multipart.Next(out var part))
        {
            Assert.InRange(part.Offset, end, body.Length);
            end = part.Offset + part.Content.Length;
            Assert.True(body.AsSpan()[part.Offset..end].SequenceEqual(part.Content));
            found.Add((Encoding.Latin1.GetString(part.ContentType), Encoding.Latin1.GetString(part.Content), part.IsEncoded));
        }

        Assert.InRange(multipart.Fault.Offset, 0, body.Length);
        Assert.False(multipart.Next(out _));
        return (found, multipart.Fault);
    }
}
