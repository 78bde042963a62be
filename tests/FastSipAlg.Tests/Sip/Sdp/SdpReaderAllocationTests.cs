// SPDX-License-Identifier: MIT

using FastSipAlg.Sip.Sdp;
using FastSipAlg.TestKit;

namespace FastSipAlg.Tests.Sip.Sdp;

/// <summary>Sound bodies and broken ones.</summary>
public sealed class SdpReaderAllocationTests
{
    private static readonly byte[][] Bodies =
    [
        .. Corpus.Under("sdp").Select(Corpus.Read),
        .. Corpus.Under("sdp").Select(Corpus.Read).Select(body => body[..(body.Length / 2)]),
        .. Corpus.Under("sdp").Select(Corpus.Read).Select(body => body[(body.Length / 2)..]),
    ];

    [Fact]
    public void Bodies_SoundAndBroken_AllocateNothing()
    {
        Assert.Equal(0, Allocations.Of(() =>
        {
            foreach (var body in Bodies)
            {
                var reader = new SdpReader(body);
                while (reader.Next(out _))
                {
                }
            }
        }));
    }
}
