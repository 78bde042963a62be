// SPDX-License-Identifier: MIT

using FastSipAlg.Sip.Framing;
using FastSipAlg.Sip.Grammar;
using FastSipAlg.Sip.Headers;
using FastSipAlg.Sip.Messages;

namespace FastSipAlg.Fuzz.Targets;

/// <summary>
/// The view is as long as the frame, and its parts make the message again, octet for octet; a header value that has no fault is made of its parts, too.
/// Faults lie in what was looked at.
/// </summary>
internal sealed class SipMessageViewTarget : IFuzzTarget
{
    private const int MaxPlaces = 4;

    private readonly SipHeaderIndex _index = new();

    public string Name => "view";

    public IReadOnlyList<string> SeedFolders => ["sip"];

    public IReadOnlyList<string> Words => SipWords.All;

    public void Run(ReadOnlySpan<byte> input)
    {
        var framer = new SipFramer(SipFramerLimits.Default, _index);
        while (framer.Read(input, out var consumed) is not (FrameStatus.NeedMoreData or FrameStatus.Malformed) and var status)
        {
            if (status == FrameStatus.Message)
            {
                CheckMessage(input[..consumed], new SipMessageView(input[..consumed], framer, _index));
            }

            input = input[consumed..];
        }
    }

    private static void CheckMessage(ReadOnlySpan<byte> frame, SipMessageView view)
    {
        Invariant.Holds(view.Octets == frame);
        Invariant.Holds(view.StartLine.Length + 2 + view.HeaderSection.Length + 2 + view.Body.Length == frame.Length);
        CheckStartLine(view);
        CheckFault(view, HeaderOctets.Check(view.HeaderSection), view.HeaderSectionStart, view.HeaderSection.Length);
        var parts = new Reprint(frame, " \t\r\n:"u8);
        parts.Add(view.StartLine);
        for (var place = 0; place < view.Fields.Count; place++)
        {
            ref readonly var field = ref view.Fields[place];
            parts.Add(view.NameOf(field));
            parts.Add(view.ValueOf(field));
            CheckField(view, field, place);
        }

        parts.Add(view.Body);
        parts.End();
    }

    private static void CheckStartLine(SipMessageView view)
    {
        var fault = view.IsRequest ? SipStartLine.CheckRequestLine(view.StartLine) : SipStartLine.CheckStatusLine(view.StartLine);
        CheckFault(view, fault, 0, view.StartLine.Length);
        if (view.IsRequest && fault.IsNone)
        {
            var parts = new Reprint(view.StartLine, " "u8);
            parts.Add(view.MethodName);
            parts.Add(view.RequestUri);
            parts.Add(view.StartLine[^"SIP/2.0".Length..]);
            parts.End();
            Invariant.Holds(SipMethods.Parse(view.MethodName) == view.Method);
            CheckUri(view.RequestUri);
        }
    }

    private static void CheckField(SipMessageView view, in SipHeaderField field, int place)
    {
        var value = view.ValueOf(field);
        Invariant.Holds(SipHeaderNames.Find(view.NameOf(field)) == field.Id);
        Invariant.Holds(value.Trim(" \t\r\n"u8).Length == value.Length);
        Invariant.Holds(view.Fields.IndexOf(field.Id, place) == place && view.Fields.Contains(field.Id));
        var fault = HeaderSyntax.Check(field.Id, value);
        CheckFault(view, fault, field.ValueStart, value.Length, place < MaxPlaces);
        if (!fault.IsNone)
        {
            return;
        }

        switch (field.Id)
        {
            case SipHeaderId.From or SipHeaderId.To:
                CheckAddress(value);
                break;
            case SipHeaderId.Via:
                CheckVia(value);
                break;
            case SipHeaderId.CSeq:
                var isRead = CSeqHeader.Read(value, out var cseq).IsNone;
                Invariant.Holds(isRead && cseq.Number <= int.MaxValue && cseq.Method == SipMethods.Parse(cseq.MethodName));
                break;
        }
    }

    private static void CheckAddress(ReadOnlySpan<byte> value)
    {
        Invariant.Holds(NameAddr.Read(value, out var address).IsNone);
        var parts = new Reprint(value, " \t\r\n<>"u8);
        parts.Add(address.DisplayName);
        parts.Add(address.Uri);
        parts.Add(address.Parameters);
        parts.End();
        Invariant.Holds(address.HasTag == !address.Tag.IsEmpty);
        CheckUri(address.Uri);
    }

    private static void CheckVia(ReadOnlySpan<byte> value)
    {
        Invariant.Holds(ViaHeader.Read(value, out var via, out var count).IsNone);
        Invariant.Holds(count >= 1 && value.Overlaps(via.Transport) && value.Overlaps(via.SentBy) && via.SentBy.StartsWith(via.Host));
        Invariant.Holds(via.Port is >= 0 and <= 65535);
    }

    private static void CheckUri(ReadOnlySpan<byte> uri)
    {
        Invariant.Holds(SipUriView.Read(uri, out var view).IsNone);
        Invariant.Holds(view.Octets == uri && uri[view.SchemeName.Length] == ':');
        var end = view.Parameters.Length + view.Headers.Length;
        Invariant.Holds(uri[^end..].StartsWith(view.Parameters) && uri.EndsWith(view.Headers));
        Invariant.Holds(view.Port is >= 0 and <= 65535);
    }

    private static void CheckFault(SipMessageView view, SipFault fault, int start, int length, bool withPlace = true)
    {
        Invariant.Holds(fault.Offset >= 0 && fault.Offset <= length);
        if (!fault.IsNone && withPlace)
        {
            var offset = fault.After(start).Offset;
            var place = MessagePlace.Of(view.Octets, offset);
            Invariant.Holds(place.Line >= 1 && place.Column >= 1 && MessagePlace.LineAt(view.Octets, offset).Length >= place.Column - 2);
        }
    }
}
