// SPDX-License-Identifier: MIT

using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using FastSipAlg.Sip.Framing;
using FastSipAlg.Sip.Grammar;
using FastSipAlg.Transport.Legs;

namespace FastSipAlg.Relay.Servers;

/// <summary>
/// Asks a SIP server whether it is alive: an OPTIONS (RFC 3261 §11) over a leg of its own. Any final answer says so, 503 too: whoever answers is there, and what it lacks it tells those who ask for it.
/// </summary>
internal static class OptionsQuestion
{
    /// <summary>Octets before the answer must have come; the server may say other things first.</summary>
    private const int MaximumOctets = 64 * 1024;

    /// <summary>null when <paramref name="leg"/>'s peer answered, else one sentence. There is no deadline in here: who watches aborts the leg.</summary>
    public static async ValueTask<string?> AskAsync(Leg leg, string serverName)
    {
        if (await leg.Writer.WriteAsync(Request(leg, serverName)) is not LegEndReason.None and var reason)
        {
            return $"OPTIONS could not be sent: {reason}";
        }

        var framer = new SipFramer(SipFramerLimits.WithRoomFor(MaximumOctets));
        long octets = 0;
        try
        {
            while (true)
            {
                var read = await leg.Reader.ReadAsync();
                var status = ReadAnswer(framer, read.Buffer.First.Span, out var consumed);
                leg.Reader.AdvanceTo(read.Buffer.GetPosition(consumed), read.Buffer.End);
                octets += consumed;
                if (status == FrameStatus.Message)
                {
                    return null;
                }

                if (status == FrameStatus.Malformed || octets > MaximumOctets)
                {
                    return $"OPTIONS was answered with what is no SIP: {framer.Defect}";
                }

                if (read.IsCompleted)
                {
                    return "OPTIONS was not answered before the SIP server closed";
                }
            }
        }
        catch (Exception e) when (Leg.EndReasonOf(e) is { } ended)
        {
            return ended == LegEndReason.ClosedByUs ? "OPTIONS was not answered in time" : $"OPTIONS was not answered: {ended}";
        }
    }

    // Message: a final response to an OPTIONS, and only ours can be meant on this leg. All else that is whole is passed over.
    private static FrameStatus ReadAnswer(SipFramer framer, ReadOnlySpan<byte> octets, out int consumed)
    {
        consumed = 0;
        FrameStatus status;
        while ((status = framer.Read(octets[consumed..], out var length)) is not (FrameStatus.NeedMoreData or FrameStatus.Malformed))
        {
            consumed += length;
            if (status == FrameStatus.Message && framer is { IsRequest: false, StatusCode: >= 200, Method: SipMethod.Options })
            {
                return status;
            }
        }

        return status;
    }

    private static byte[] Request(Leg leg, string serverName)
    {
        var host = IPAddress.TryParse(serverName, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{address}]" : serverName;
        var transport = leg.Session.IsPlain ? "TCP" : "TLS";
        return Encoding.ASCII.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"OPTIONS sip:{host};transport={transport} SIP/2.0\r\n"
            + $"Via: SIP/2.0/{transport} {leg.Addresses.Local};branch=z9hG4bK{Token()};rport\r\n"
            + $"Max-Forwards: 70\r\nFrom: <sip:health-check@{host}>;tag={Token()}\r\nTo: <sip:{host}>\r\n"
            + $"Call-ID: {Token()}\r\nCSeq: 1 OPTIONS\r\nAccept: application/sdp\r\nContent-Length: 0\r\n\r\n"));
    }

    private static string Token() => RandomNumberGenerator.GetHexString(16, lowercase: true);
}
