// SPDX-License-Identifier: MIT

using System.Buffers;
using FastSipAlg.Sip.Editing;
using FastSipAlg.Sip.Framing;
using FastSipAlg.Sip.Grammar;
using FastSipAlg.Sip.Messages;

namespace FastSipAlg.Fuzz.Targets;

/// <summary>
/// What is written is exactly one response of that status code, with the request's Via fields, To with a tag, and no field that the request or the caller did
/// not give; or nothing is written. The first line of an input is the reason phrase, the rest the request.
/// </summary>
internal sealed class SipResponseWriterTarget : IFuzzTarget
{
    // Those that an answer copies, and Content-Length.
    private static readonly HashSet<SipHeaderId> Written =
        [SipHeaderId.Via, SipHeaderId.From, SipHeaderId.To, SipHeaderId.CallId, SipHeaderId.CSeq, SipHeaderId.RetryAfter, SipHeaderId.ContentLength];

    private readonly ArrayBufferWriter<byte> _output = new();
    private readonly SipHeaderIndex _index = new();

    public string Name => "answer";

    public IReadOnlyList<string> SeedFolders => ["sip"];

    public IReadOnlyList<string> Words => SipWords.All;

    public byte[]? ToSeed(byte[] file) => [.. "Bad Request\n"u8, .. file];

    public void Run(ReadOnlySpan<byte> input)
    {
        var line = input.IndexOf((byte)'\n');
        var reason = line < 0 ? input : input[..line];
        var request = line < 0 ? [] : input[(line + 1)..];
        _output.ResetWrittenCount();
        if (!SipResponseWriter.TryWrite(request, SipStatusCode.BadRequest, reason, "Retry-After: 5\r\n"u8, _output))
        {
            Invariant.Holds(_output.WrittenCount == 0);
            return;
        }

        CheckResponse(request, _output.WrittenSpan);
        var length = _output.WrittenCount;
        Invariant.Holds(!SipResponseWriter.TryWrite(_output.WrittenSpan.ToArray(), SipStatusCode.BadRequest, reason, _output));
        Invariant.Holds(_output.WrittenCount == length);
    }

    private void CheckResponse(ReadOnlySpan<byte> request, ReadOnlySpan<byte> response)
    {
        var framer = new SipFramer(SipFramerLimits.Default with { MaxHeaderSection = 1 << 20, MaxStartLine = 1 << 20, MaxHeaderCount = 1 << 16 }, _index);
        var status = framer.Read(response, out var consumed);
        Invariant.Holds(status == FrameStatus.Message && consumed == response.Length);
        Invariant.Holds(!framer.IsRequest && framer.StatusCode == (int)SipStatusCode.BadRequest);
        var view = new SipMessageView(response, framer, _index);
        var rest = request;
        for (var place = 0; place < _index.Count; place++)
        {
            ref readonly var field = ref _index[place];
            Invariant.Holds(Written.Contains(field.Id));
            Invariant.Holds(field.Id == SipHeaderId.Via || !_index.IsRepeated(field.Id));
            if (field.Id == SipHeaderId.Via)
            {
                var found = rest.IndexOf(view.ValueOf(field));
                Invariant.Holds(found >= 0);
                rest = rest[(found + field.ValueLength)..];
            }
        }

        Invariant.Holds(view.ValueOf(SipHeaderId.To).IndexOf((byte)';') >= 0);
        Invariant.Holds(request.IndexOf(view.ValueOf(SipHeaderId.CallId)) >= 0);
    }
}
