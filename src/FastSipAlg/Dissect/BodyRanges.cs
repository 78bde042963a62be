// SPDX-License-Identifier: MIT

using FastSipAlg.Sip.Headers;
using FastSipAlg.Sip.Sdp;

namespace FastSipAlg.Dissect;

/// <summary>Octets of a message's body that are one content: a session description, or something that no rule looks at.</summary>
internal readonly record struct BodyRange(int Start, int Length, bool IsSdp, string Type)
{
    public int End => Start + Length;
}

/// <summary>Where contents lie in a body, also inside multipart; what lies between them are boundaries and parts' header fields.</summary>
internal static class BodyRanges
{
    // Multipart in multipart in multipart: more is nobody's message.
    private const int MaxDepth = 4;

    public static List<BodyRange> Of(ReadOnlySpan<byte> contentType, ReadOnlySpan<byte> body, int offset, bool isEncoded)
    {
        var ranges = new List<BodyRange>();
        Add(ranges, contentType, body, offset, isEncoded ? 0 : MaxDepth);
        return ranges;
    }

    private static void Add(List<BodyRange> ranges, ReadOnlySpan<byte> contentType, ReadOnlySpan<byte> body, int offset, int depth)
    {
        var isKnown = ContentTypeHeader.Read(contentType, out var type).IsNone && depth > 0;
        if (!isKnown || !type.IsMultipart)
        {
            ranges.Add(new BodyRange(offset, body.Length, isKnown && type.IsSdp, ShownText.Of(contentType)));
            return;
        }

        var parts = new MultipartBody(body, type.Boundary);
        while (parts.Next(out var part))
        {
            Add(ranges, part.ContentType, part.Content, offset + part.Offset, part.IsEncoded ? 0 : depth - 1);
        }
    }
}
