// SPDX-License-Identifier: MIT

using System.Text;
using FastSipAlg.Inspection.Reports;

namespace FastSipAlg.Tests.Inspection.Reports;

public sealed class PeerTextTests
{
    [Theory]
    [InlineData("sip:alice@example.com", "sip:alice@example.com")]
    [InlineData("Jürgen 日本 😀", "Jürgen 日本 😀")]
    [InlineData("a\r\nb", @"a\u000d\u000ab")]
    [InlineData("\0\u001b[31m\u007f", @"\u0000\u001b[31m\u007f")]
    [InlineData("\u0085\u2028\u2029", @"\u0085\u2028\u2029")]
    [InlineData("\u202e\u200f\u2066\ufeff", @"\u202e\u200f\u2066\ufeff")]
    [InlineData("\U000e0041", @"\U000e0041")]
    [InlineData("a\"b\\c", "a\\\"b\\\\c")]
    public void Characters_ThatCouldForgeALine_AreEscaped(string text, string shown)
    {
        Assert.Equal(shown, Show(Encoding.UTF8.GetBytes(text)));
    }

    [Theory]
    [InlineData(new byte[] { 0xFF, (byte)'a' }, @"\xffa")]
    [InlineData(new byte[] { 0xC0, 0x8A }, @"\xc0\x8a")]
    [InlineData(new byte[] { 0xED, 0xA0, 0x80 }, @"\xed\xa0\x80")]
    [InlineData(new byte[] { 0xE2, 0x80 }, @"\xe2\x80")]
    public void Octets_ThatAreNoUtf8_AreShownAsOctets(byte[] octets, string shown)
    {
        Assert.Equal(shown, Show(octets));
    }

    [Fact]
    public void Text_BeyondTheBound_IsCutBetweenCharacters()
    {
        Assert.Equal(new string('x', 256) + "...", Show(Encoding.UTF8.GetBytes(new string('x', 1_000))));
        Assert.Equal(new string('x', 255) + "...", Show(Encoding.UTF8.GetBytes(new string('x', 255) + "ü")));
        Assert.Equal(new string('ü', 128), Show(Encoding.UTF8.GetBytes(new string('ü', 128))));
    }

    [Fact]
    public void Octets_WithoutAnyOrder_NeverMakeMoreThanALine()
    {
        var octets = new byte[4_096];
        for (var seed = 0; seed < 200; seed++)
        {
            new Random(seed).NextBytes(octets);

            var shown = Show(octets);

            Assert.DoesNotContain(shown, c => char.IsControl(c) || c is '\u2028' or '\u2029' || char.GetUnicodeCategory(c) == System.Globalization.UnicodeCategory.Format);
        }
    }

    private static string Show(ReadOnlySpan<byte> octets)
    {
        var text = new StringBuilder();
        PeerText.Append(text, octets);
        return text.ToString();
    }
}
