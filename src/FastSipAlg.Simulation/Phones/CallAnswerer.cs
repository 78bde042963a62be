// SPDX-License-Identifier: MIT

using System.Collections.Concurrent;
using System.Text;
using FastSipAlg.Simulation.Messages;

namespace FastSipAlg.Simulation.Phones;

/// <summary>The called side of a simulated phone: what it answers to requests (RFC 3261 §8.2, §9.2, §13.3, §15.1.2).</summary>
internal sealed class CallAnswerer(SimulatedPhone phone, SimulatedPhoneOptions options)
{
    private readonly ConcurrentDictionary<string, SimulatedMessage> _ringing = new();
    private readonly string _toTag = SipText.Token();

    public async ValueTask HandleAsync(SimulatedMessage request)
    {
        switch (request.Method)
        {
            case "ACK":
                break;
            case "INVITE":
                await InvitedAsync(request);
                break;
            case "CANCEL":
                await phone.RespondAsync(request, 200, "OK", _toTag);
                if (_ringing.TryRemove(request.CallId, out var invite))
                {
                    await phone.RespondAsync(invite, 487, "Request Terminated", _toTag);
                }

                break;
            default:
                await phone.RespondAsync(request, 200, "OK", _toTag);
                break;
        }
    }

    private async ValueTask InvitedAsync(SimulatedMessage invite)
    {
        if (options.Answering == CallAnswering.Busy)
        {
            await phone.RespondAsync(invite, 486, "Busy Here", _toTag);
            return;
        }

        // Within a dialog To has our tag: no ringing for a new offer.
        if (SipText.Parameter(invite["To"] ?? "", "tag") is not null)
        {
            await AcceptAsync(invite);
            return;
        }

        _ringing[invite.CallId] = invite;
        await phone.SendOnlyAsync(SimulatedMessage.Response(invite, 180, "Ringing", _toTag).Add("Contact", phone.Contact));
        if (options.Answering != CallAnswering.Answer)
        {
            return;
        }

        if (options.RingTime > TimeSpan.Zero)
        {
            // Not awaited: a ringing phone goes on reading, or it would never hear the CANCEL.
            _ = AcceptLaterAsync(invite);
        }
        else
        {
            await AcceptRingingAsync(invite);
        }
    }

    private async Task AcceptLaterAsync(SimulatedMessage invite)
    {
        await Task.Delay(options.RingTime, options.Time);
        await AcceptRingingAsync(invite);
    }

    private async ValueTask AcceptRingingAsync(SimulatedMessage invite)
    {
        if (_ringing.TryRemove(invite.CallId, out _))
        {
            await AcceptAsync(invite);
        }
    }

    private async ValueTask AcceptAsync(SimulatedMessage invite)
    {
        var session = Encoding.ASCII.GetBytes(SipText.AudioSession(options.User));
        await phone.SendOnlyAsync(
            SimulatedMessage.Response(invite, 200, "OK", _toTag).Add("Contact", phone.Contact).WithBody("application/sdp", session));
    }
}
