// SPDX-License-Identifier: MIT

using System.Text;
using CsCheck;
using FastSipAlg.Sip.Grammar;

namespace FastSipAlg.Tests.Sip.Grammar;

public sealed class SipHeaderNamesTests
{
    private static readonly SipHeaderId[] Known = [.. Enum.GetValues<SipHeaderId>().Where(id => id != SipHeaderId.Unknown)];

    [Fact]
    public void Names_EachOfThem_IsFoundInAnyCase()
    {
        foreach (var id in Known)
        {
            var name = SipHeaderNames.ToName(id);

            Assert.Equal(id.ToString(), name.Replace("-", "", StringComparison.Ordinal), ignoreCase: true);
            Assert.Equal(name, Encoding.ASCII.GetString(SipHeaderNames.ToOctets(id)));
            Assert.Equal(id, SipHeaderNames.Find(Encoding.ASCII.GetBytes(name)));
            Assert.Equal(id, SipHeaderNames.Find(Encoding.ASCII.GetBytes(name.ToUpperInvariant())));
            Assert.Equal(id, SipHeaderNames.Find(Encoding.ASCII.GetBytes(name.ToLowerInvariant())));
            Assert.True(SipHeaderNames.TryParse(name, out var parsed) && parsed == id);
        }
    }

    [Fact]
    public void Names_InTheirOrder_AreAlphabetical()
    {
        Assert.Equal(Known.Select(SipHeaderNames.ToName).Order(StringComparer.OrdinalIgnoreCase), Known.Select(SipHeaderNames.ToName));
    }

    [Theory]
    [InlineData("abcdefijklmnorstuvxy", "AcceptContact ReferredBy ContentType RequestDisposition ContentEncoding From CallId RejectContact Supported ContentLength Contact IdentityInfo "
        + "Event ReferTo Subject To AllowEvents Via SessionExpires Identity")]
    [InlineData("ghpqwz", "Unknown Unknown Unknown Unknown Unknown Unknown")]
    public void CompactForms_OfEachLetter_AreFound(string letters, string expected)
    {
        Assert.Equal(expected, string.Join(' ', letters.Select(letter => SipHeaderNames.Find([(byte)letter]))));
        Assert.Equal(expected, string.Join(' ', letters.ToUpperInvariant().Select(letter => SipHeaderNames.Find([(byte)letter]))));
    }

    [Theory]
    [InlineData("")]
    [InlineData("X-Custom")]
    [InlineData("Vi")]
    [InlineData("Viaa")]
    [InlineData("Call\rID")]
    [InlineData("C%6Fntact")]
    [InlineData("6")]
    [InlineData("\u0016")]
    [InlineData("Remote-Party-ID")]
    public void Name_ThatNobodyDefined_IsUnknown(string name)
    {
        Assert.Equal(SipHeaderId.Unknown, SipHeaderNames.Find(Encoding.ASCII.GetBytes(name)));
        Assert.False(SipHeaderNames.TryParse(name, out _));
    }

    [Fact]
    public void Name_OfOneOtherOctet_IsThatNameOrNone()
    {
        Gen.Select(Gen.Int[0, Known.Length - 1], Gen.Int[0, 40], Gen.Byte).Sample(
            (pick, position, octet) =>
            {
                var name = Encoding.ASCII.GetBytes(SipHeaderNames.ToName(Known[pick]));
                name[position % name.Length] = octet;
                var found = SipHeaderNames.Find(name);
                Assert.True(found == SipHeaderId.Unknown || System.Text.Ascii.EqualsIgnoreCase(name, SipHeaderNames.ToOctets(found)));
            },
            iter: 20_000);
    }
}
