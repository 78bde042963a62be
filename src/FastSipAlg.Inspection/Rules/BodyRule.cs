// SPDX-License-Identifier: MIT

using FastSipAlg.Inspection.Verdicts;
using FastSipAlg.Sip.Grammar;
using FastSipAlg.Sip.Headers;
using FastSipAlg.Sip.Sdp;

namespace FastSipAlg.Inspection.Rules;

/// <summary>
/// Hot path: every <c>malformed-header-sdp-…</c>: a body that is a session description, or holds one in a multipart. Other bodies, and what is compressed, are not
/// looked at.
/// </summary>
internal sealed class BodyRule : IInspectionRule
{
    /// <summary>Multiparts within multiparts that are opened; RFC 2046 sets no limit, nobody sends more than two.</summary>
    private const int MaxDepth = 4;

    public void Inspect(ref InspectionContext context)
    {
        var body = context.Message.Body;
        if (body.IsEmpty || context.Message.Fields.Contains(SipHeaderId.ContentEncoding))
        {
            return;
        }

        _ = Inspect(ref context, context.Message.ValueOf(SipHeaderId.ContentType), body, context.Message.BodyStart, MaxDepth);
    }

    // False when inspection ends here.
    private static bool Inspect(ref InspectionContext context, ReadOnlySpan<byte> type, ReadOnlySpan<byte> body, int offset, int depth)
    {
        if (type.IsEmpty || !ContentTypeHeader.Read(type, out var contentType).IsNone)
        {
            return true;
        }

        if (contentType.IsSdp)
        {
            return InspectSdp(ref context, body, offset);
        }

        return !contentType.IsMultipart || depth == 0 || InspectParts(ref context, contentType.Boundary, body, offset, depth);
    }

    private static bool InspectSdp(ref InspectionContext context, ReadOnlySpan<byte> body, int offset)
    {
        var lines = new SdpReader(body);
        while (lines.Next(out var fault))
        {
            if (context.Report(InspectionRuleIds.OfSdpLine(fault.Line), fault.Fault.After(offset)))
            {
                return false;
            }
        }

        return true;
    }

    private static bool InspectParts(ref InspectionContext context, ReadOnlySpan<byte> boundary, ReadOnlySpan<byte> body, int offset, int depth)
    {
        var parts = new MultipartBody(body, boundary);
        while (parts.Next(out var part))
        {
            if (!part.IsEncoded && !Inspect(ref context, part.ContentType, part.Content, offset + part.Offset, depth - 1))
            {
                return false;
            }
        }

        return parts.Fault.IsNone
            || !context.Report(InspectionRuleId.MalformedHeaderContentType, parts.Fault.After(offset), SipHeaderId.ContentType);
    }
}
