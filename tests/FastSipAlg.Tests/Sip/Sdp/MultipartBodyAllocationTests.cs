// SPDX-License-Identifier: MIT

using FastSipAlg.Sip.Sdp;
using FastSipAlg.TestKit;

namespace FastSipAlg.Tests.Sip.Sdp;

/// <summary>Bodies with parts, nested or unending.</summary>
public sealed class MultipartBodyAllocationTests
{
    private static readonly byte[][] Bodies = [.. Corpus.Under("multipart").Select(Corpus.Read)];

    [Fact]
    public void Bodies_WithWhateverBoundary_AllocateNothing()
    {
        Assert.Equal(0, Allocations.Of(() =>
        {
            foreach (var body in Bodies)
            {
                Walk(body, "boundary1"u8);
                Walk(body, "unique-boundary-1"u8);
                Walk(body, "outer"u8);
                Walk(body, ""u8);
            }
        }));
    }

    private static void Walk(ReadOnlySpan<byte> body, ReadOnlySpan<byte> boundary)
    {
        var parts = new MultipartBody(body, boundary);
        while (parts.Next(out _))
        {
        }
    }
}
