// SPDX-License-Identifier: MIT

using FastSipAlg.Sip.Framing;
using FastSipAlg.Sip.Grammar;

namespace FastSipAlg.Tests.Sip.Framing;

/// <summary>Feeds a framer chunk by chunk, as a leg does, and writes down what comes out.</summary>
internal static class Frames
{
    /// <summary>Messages as their octets, pings as <c>ping</c>, the end of a broken stream as the defect's name. Line breaks leave no trace.</summary>
    public static List<string> Of(IEnumerable<byte[]> chunks, SipFramerLimits? limits = null)
    {
        var framer = new SipFramer(limits ?? SipFramerLimits.Default);
        var found = new List<string>();
        byte[] buffer = [];
        foreach (var chunk in chunks)
        {
            buffer = [.. buffer, .. chunk];
            var start = 0;
            while (start < buffer.Length)
            {
                var status = framer.Read(buffer.AsSpan(start), out var consumed);
                Assert.InRange(consumed, 0, buffer.Length - start);
                if (status == FrameStatus.NeedMoreData)
                {
                    Assert.Equal(0, consumed);
                    break;
                }

                if (status == FrameStatus.Malformed)
                {
                    return [.. found, framer.Defect.ToString()];
                }

                Assert.NotEqual(0, consumed);
                if (status != FrameStatus.LineBreaks)
                {
                    found.Add(status == FrameStatus.Ping ? "ping" : System.Text.Encoding.Latin1.GetString(buffer, start, consumed));
                }

                start += consumed;
            }

            buffer = buffer[start..];
        }

        return found;
    }

    public static SipDefect DefectOf(string text) => Enum.Parse<SipDefect>(Of([System.Text.Encoding.Latin1.GetBytes(text)])[^1]);
}
