// SPDX-License-Identifier: MIT

using FastSipAlg.Sip.Framing;
using FastSipAlg.Sip.Grammar;
using FastSipAlg.Sip.Headers;
using FastSipAlg.Sip.Messages;
using FastSipAlg.Sip.Sdp;

namespace FastSipAlg.Tests.Sip.Sdp;

/// <summary>Bodies of the messages in the corpus: what passes under strict has no fault, and what is discarded for its body has the expected one.</summary>
public sealed class SdpCorpusTests
{
    public static TheoryData<string> Files => [.. CorpusLine.Messages.Select(line => line.File)];

    [Theory]
    [MemberData(nameof(Files))]
    public void Body_OfEachMessage_HasTheExpectedFault(string file)
    {
        var line = CorpusLine.Of(file);

        var faults = FaultsOf(line.Octets);

        if (line.Strict == "pass")
        {
            Assert.Empty(faults);
        }
        else if (line.Defect >= SipDefect.MultipartInvalid)
        {
            Assert.Equal(line.Defect, faults.FirstOrDefault());
        }
    }

    [Fact]
    public void Bodies_OfTheCorpus_AreManySessionDescriptions()
    {
        Assert.InRange(CorpusLine.Messages.Count(line => line.Octets.AsSpan().IndexOf("\nv=0"u8) > 0), 50, int.MaxValue);
    }

    private static List<SipDefect> FaultsOf(byte[] octets)
    {
        var index = new SipHeaderIndex();
        var framer = new SipFramer(SipFramerLimits.Default, index);
        Assert.Equal(FrameStatus.Message, framer.Read(octets, out var consumed));
        var view = new SipMessageView(octets.AsSpan(0, consumed), framer, index);
        var faults = new List<SipDefect>();
        if (!view.Body.IsEmpty)
        {
            Walk(view.ValueOf(SipHeaderId.ContentType), view.Body, faults);
        }

        return faults;
    }

    private static void Walk(ReadOnlySpan<byte> contentType, ReadOnlySpan<byte> body, List<SipDefect> faults)
    {
        if (!ContentTypeHeader.Read(contentType, out var type).IsNone)
        {
            return;
        }

        if (type.IsSdp)
        {
            faults.AddRange(SdpFaults.Of(body).Select(fault => fault.Fault.Defect));
        }
        else if (type.IsMultipart)
        {
            var multipart = new MultipartBody(body, type.Boundary);
            while (multipart.Next(out var part))
            {
                if (!part.IsEncoded)
                {
                    Walk(part.ContentType, part.Content, faults);
                }
            }

            if (!multipart.Fault.IsNone)
            {
                faults.Add(multipart.Fault.Defect);
            }
        }
    }
}
