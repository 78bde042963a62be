// SPDX-License-Identifier: MIT

using System.Text;
using CsCheck;
using FastSipAlg.Sip.Framing;
using FastSipAlg.Sip.Grammar;
using FastSipAlg.TestKit;

namespace FastSipAlg.Tests.Sip.Framing;

public sealed class SipHeaderIndexTests
{
    private const string Odd = "\0\t\n\r :,\u00ff";

    private readonly SipHeaderIndex _index = new();

    public static TheoryData<string> ValidFiles => [.. Corpus.Under("sip/phones").Concat(Corpus.Under("sip/torture"))];

    [Theory]
    [MemberData(nameof(ValidFiles))]
    public void Fields_OfAMessageCutAnywhere_AreTheSame(string file)
    {
        var octets = Corpus.Read(file);
        var whole = FieldsOf(octets, [octets.Length]);

        Assert.NotEmpty(whole);
        Assert.Equal(ExpectedFields(octets), whole);
        Assert.Equal(whole, FieldsOf(octets, Enumerable.Range(1, octets.Length)));
        for (var split = 0; split <= octets.Length; split++)
        {
            Assert.Equal(whole, FieldsOf(octets, [split, octets.Length]));
        }
    }

    [Fact]
    public void Field_OfAnyForm_HasItsIdAndItsTrimmedValue()
    {
        const string Fields = "VIA \t : \t a \t \r\nt:b\r\nUnknown:\r\nSubject: \r\n \r\n\tx \r\n \r\n  y\r\n \r\nl:0\r\nto : c\r\n";

        Assert.Equal(
            ["Via VIA=a", "To t=b", "Unknown Unknown=", "Subject Subject=x \r\n \r\n  y", "ContentLength l=0", "To to=c"],
            FieldsOf(Encoding.ASCII.GetBytes($"OPTIONS sip:b SIP/2.0\r\n{Fields}\r\n"), [int.MaxValue]));
        Assert.True(_index.Contains(SipHeaderId.Via) && _index.Contains(SipHeaderId.Unknown) && !_index.Contains(SipHeaderId.WwwAuthenticate));
        Assert.True(_index.IsRepeated(SipHeaderId.To) && !_index.IsRepeated(SipHeaderId.Via));
        Assert.Equal((1, 5, -1, -1), (_index.IndexOf(SipHeaderId.To), _index.IndexOf(SipHeaderId.To, 2), _index.IndexOf(SipHeaderId.To, 6), _index.IndexOf(SipHeaderId.Route)));
    }

    [Fact]
    public void Index_BeforeTheFirstMessageAndAfterAnother_HoldsOnlyWhatIsThere()
    {
        Assert.Equal((0, -1), (_index.Count, _index.IndexOf(SipHeaderId.Via)));

        var framer = new SipFramer(SipFramerLimits.Default, _index);
        framer.Read("OPTIONS sip:b SIP/2.0\r\nTo: a\r\nTo: b\r\nl: 0\r\n\r\n"u8, out _);
        framer.Read("OPTIONS sip:b SIP/2.0\r\nFrom: a\r\nl: 0\r\n\r\n"u8, out _);

        Assert.Equal(2, _index.Count);
        Assert.False(_index.Contains(SipHeaderId.To) || _index.IsRepeated(SipHeaderId.To));
        Assert.Throws<ArgumentOutOfRangeException>(() => _index[2]);
    }

    [Fact]
    public void Fields_AsManyAsTheFramerLets_AreAllThere()
    {
        var fields = string.Concat(Enumerable.Range(0, 255).Select(number => $"X-{number}: {number}\r\n"));

        Assert.Equal(256, FieldsOf(Encoding.ASCII.GetBytes($"OPTIONS sip:b SIP/2.0\r\n{fields}l: 0\r\n\r\n"), [int.MaxValue]).Count);
    }

    [Fact]
    public void Index_OfAFramerWithBrokenLines_NeverThrows()
    {
        byte[][] messages = [.. Corpus.Under("sip").Select(Corpus.Read)];
        Gen.Select(Gen.Int[0, messages.Length - 1], Gen.Int[0, 600], Gen.Int[0, Odd.Length - 1], Gen.Int[1, 90]).Sample(
            (pick, position, odd, step) =>
            {
                byte[] mutated = [.. messages[pick]];
                mutated[position % mutated.Length] = (byte)Odd[odd];
                var whole = DescribeEnd(mutated, mutated.Length);
                Assert.Equal(whole, DescribeEnd(mutated, step));
            },
            iter: 5_000);
        Assert.Equal(["ContentLength l=0"], FieldsOf("OPTIONS sip:b SIP/2.0\r\n: x\r\n y\r\nz\r\n w\r\nl: 0\r\n\r\n"u8.ToArray(), [int.MaxValue]));
    }

    [Fact]
    public void HeaderSection_LongerThanAnIndexCanSay_IsRefusedAtOnce()
    {
        var limits = new SipFramerLimits { MaxHeaderSection = (1 << 24) + 1 };

        Assert.Throws<ArgumentOutOfRangeException>(() => new SipFramer(limits, _index));
    }

    // Samples are drawn on several threads: each has an index of its own.
    private static string DescribeEnd(byte[] octets, int step)
    {
        var index = new SipHeaderIndex();
        var framer = new SipFramer(SipFramerLimits.Default, index);
        var status = FrameStatus.NeedMoreData;
        for (var length = step; status == FrameStatus.NeedMoreData && length < octets.Length + step; length += step)
        {
            status = framer.Read(octets.AsSpan(0, Math.Min(length, octets.Length)), out _);
        }

        return status == FrameStatus.Message ? string.Join('\n', Describe(index, octets)) : $"{status} {framer.Defect}";
    }

    private List<string> FieldsOf(byte[] octets, IEnumerable<int> lengths)
    {
        var framer = new SipFramer(SipFramerLimits.Default, _index);
        foreach (var length in lengths)
        {
            framer.Read(octets.AsSpan(0, Math.Min(length, octets.Length)), out _);
        }

        return Describe(_index, octets);
    }

    private static List<string> Describe(SipHeaderIndex index, byte[] octets)
    {
        var found = new List<string>();
        foreach (ref readonly var field in index.Fields)
        {
            var name = Encoding.Latin1.GetString(octets, field.NameStart, field.NameLength);
            found.Add($"{field.Id} {name}={Encoding.Latin1.GetString(octets, field.ValueStart, field.ValueLength)}");
        }

        return found;
    }

    // The same by other means: strings.
    private static List<string> ExpectedFields(byte[] octets)
    {
        var text = Encoding.Latin1.GetString(octets);
        var section = text[(text.IndexOf("\r\n", StringComparison.Ordinal) + 2)..text.IndexOf("\r\n\r\n", StringComparison.Ordinal)];
        var unfolded = section.Replace("\r\n ", "\0 ", StringComparison.Ordinal).Replace("\r\n\t", "\0\t", StringComparison.Ordinal);
        return
        [
            .. from line in unfolded.Split("\r\n")
               let colon = line.IndexOf(':', StringComparison.Ordinal)
               let name = line[..colon].TrimEnd()
               let value = line[(colon + 1)..].Replace("\0", "\r\n", StringComparison.Ordinal).Trim()
               let id = SipHeaderNames.TryParse(name, out var known) ? known : SipHeaderId.Unknown
               select $"{id} {name}={value}",
        ];
    }
}
