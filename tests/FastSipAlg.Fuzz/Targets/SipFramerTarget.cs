// SPDX-License-Identifier: MIT

using FastSipAlg.Sip.Framing;

namespace FastSipAlg.Fuzz.Targets;

/// <summary>Any way of cutting a stream into reads gives the same frames, faults and header fields, with an index or without.</summary>
internal sealed class SipFramerTarget : IFuzzTarget
{
    // Reads of one octet each; what is longer is cut into other lengths only, to save time.
    private const int MaxLengthByOctets = 600;

    // So low that small inputs reach them.
    private static readonly SipFramerLimits LowLimits = new() { MaxStartLine = 60, MaxHeaderSection = 500, MaxHeaderCount = 9, MaxBody = 200 };

    private readonly FrameTrace _whole = new();
    private readonly FrameTrace _cut = new();
    private readonly SipHeaderIndex _index = new();

    public string Name => "framer";

    public IReadOnlyList<string> SeedFolders => ["sip"];

    public IReadOnlyList<string> Words => SipWords.All;

    public void Run(ReadOnlySpan<byte> input)
    {
        var random = Cutting.Of(input);
        Compare(input, SipFramerLimits.Default, random);
        Compare(input, LowLimits, random);
    }

    private void Compare(ReadOnlySpan<byte> input, SipFramerLimits limits, Random random)
    {
        var length = input.Length;
        _whole.Read(new SipFramer(limits, _index), _index, input, () => length);
        var longest = random.Next(1, 200);
        _cut.Read(new SipFramer(limits, _index), _index, input, () => random.Next(1, longest + 1));
        Invariant.Holds(_whole.Frames.SequenceEqual(_cut.Frames));
        if (length <= MaxLengthByOctets)
        {
            _cut.Read(new SipFramer(limits, _index), _index, input, () => 1);
            Invariant.Holds(_whole.Frames.SequenceEqual(_cut.Frames));
        }

        _cut.Read(new SipFramer(limits), null, input, () => length);
        Invariant.Holds(_whole.Frames.Count == _cut.Frames.Count);
        for (var index = 0; index < _whole.Frames.Count; index++)
        {
            Invariant.Holds(_whole.Frames[index] with { Fields = 0 } == _cut.Frames[index] with { Fields = 0 });
        }
    }
}
