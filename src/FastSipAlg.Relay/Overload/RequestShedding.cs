// SPDX-License-Identifier: MIT

using System.Globalization;
using System.Text;
using FastSipAlg.Sip.Grammar;
using FastSipAlg.Sip.Headers;
using FastSipAlg.Sip.Messages;

namespace FastSipAlg.Relay.Overload;

/// <summary>
/// Hot path: which of a flow's requests are refused while CPU or memory is short: those that would begin a dialog or a registration, never what belongs to one, ends one, or is an emergency. While nothing
/// is short, one look at a number is all.
/// </summary>
/// <param name="control">Says how many.</param>
/// <param name="flow">The number of its flow.</param>
/// <param name="retryAfter">Seconds after which its phone may ask again.</param>
internal sealed class RequestShedding(OverloadControl control, long flow, int retryAfter)
{
    // Flows that follow each other are spread evenly: the golden ratio of 2³².
    private readonly uint _flow = (uint)(flow * 2_654_435_769);
    private byte[]? _retryAfter;

    public static ReadOnlySpan<byte> ReasonPhrase => "Service Unavailable, overloaded"u8;

    /// <summary>Some are refused now.</summary>
    public bool IsOn => control.Refused != 0;

    /// <summary>The header line of the answer (RFC 3261 §20.33).</summary>
    public ReadOnlySpan<byte> RetryAfter => _retryAfter ??= Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"Retry-After: {retryAfter}\r\n"));

    /// <summary>
    /// Drawn for three quarters by flow: a phone that was told to come later is not replaced by another that is told so, too, until all are silent. For a quarter by request: a flow that carries many phones is
    /// not refused as a whole.
    /// </summary>
    public bool Refuses(in SipMessageView message)
    {
        if (!message.IsRequest || message.Method is SipMethod.Ack or SipMethod.Bye or SipMethod.Cancel)
        {
            return false;
        }

        var chance = new HashCode();
        chance.AddBytes(message.ValueOf(SipHeaderId.CallId));
        chance.AddBytes(message.ValueOf(SipHeaderId.CSeq));
        return ((3 * (ulong)(_flow + control.Turn)) + (uint)chance.ToHashCode()) / 4 < control.Refused && BeginsSomething(message) && !IsEmergency(message);
    }

    public void Count(SipMethod method) => control.CountRequest(method);

    // RFC 3261 §12.2: a request inside a dialog has the peer's tag in To. What cannot be read is not ours to judge.
    private static bool BeginsSomething(in SipMessageView message) =>
        NameAddr.Read(message.ValueOf(SipHeaderId.To), out var to).IsNone && to.Tag.IsEmpty;

    // The URN of emergency services (RFC 5031), the caller's word (RFC 3261 §20.26), or the emergency services' own priority (RFC 7135). RFC 7339 §5.10.1 asks for it.
    private static bool IsEmergency(in SipMessageView message) =>
        Begins(message.RequestUri, "urn:service:sos"u8)
        || (message.Method == SipMethod.Invite
            && (Ascii.EqualsIgnoreCase(message.ValueOf(SipHeaderId.Priority), "emergency"u8) || Begins(message.ValueOf(SipHeaderId.ResourcePriority), "esnet."u8)));

    private static bool Begins(ReadOnlySpan<byte> text, ReadOnlySpan<byte> word) => Ascii.EqualsIgnoreCase(text[..Math.Min(text.Length, word.Length)], word);
}
