// SPDX-License-Identifier: MIT

using System.Globalization;
using System.Text;
using FastSipAlg.Simulation.Messages;

namespace FastSipAlg.Simulation.Phones;

/// <summary>A call that a simulated phone has placed: its dialog, from INVITE to BYE.</summary>
public sealed class PhoneCall
{
    private readonly SimulatedPhone _phone;
    private ClientTransaction _invite;
    private string _remoteTarget;
    private string _to;
    private string[] _routeSet = [];
    private int _sequence;

    internal PhoneCall(SimulatedPhone phone, ClientTransaction invite)
    {
        _phone = phone;
        _invite = invite;
        _remoteTarget = invite.Request.RequestUri;
        _to = invite.Request["To"] ?? "";
        _sequence = invite.Request.Sequence;
    }

    public string CallId => _invite.Request.CallId;

    public SimulatedMessage Invite => _invite.Request;

    /// <summary>The INVITE's final response, once there is one.</summary>
    public SimulatedMessage? FinalResponse { get; private set; }

    public bool IsAnswered => FinalResponse is { StatusCode: >= 200 and < 300 };

    /// <summary>Waits for 180.</summary>
    public async Task<SimulatedMessage> RingingAsync(TimeSpan? timeout = null)
    {
        while (true)
        {
            var response = await _invite.NextAsync(timeout);
            if (response.IsFinal)
            {
                throw new InvalidOperationException($"{_phone.User}: waited for 180, got \"{response.StartLine}\".");
            }

            if (response.StatusCode == 180)
            {
                return response;
            }
        }
    }

    /// <summary>Waits for the final response and acknowledges it, whatever it is.</summary>
    public async Task<SimulatedMessage> AnswerAsync(TimeSpan? timeout = null)
    {
        var isNewDialog = !IsAnswered;
        FinalResponse = await _invite.FinalAsync(timeout);
        _to = FinalResponse["To"] ?? _to;
        if (IsAnswered)
        {
            // The dialog: target from Contact, route set from Record-Route in reverse (RFC 3261 §12.1.2). A new offer refreshes the target alone (§12.2).
            _remoteTarget = SipText.Uri(FinalResponse["Contact"] ?? _remoteTarget);
            _routeSet = isNewDialog ? [.. FinalResponse.All("Record-Route").Reverse()] : _routeSet;
        }

        await AcknowledgeAsync();
        return FinalResponse;
    }

    /// <summary>Gives the call up before it is answered: CANCEL with its 200, then the INVITE's 487.</summary>
    public async Task<SimulatedMessage> CancelAsync()
    {
        var cancel = CopyOfInvite("CANCEL");
        var response = await (await _phone.SendAsync(cancel)).FinalAsync();
        await AnswerAsync();
        return response;
    }

    /// <summary>A new offer inside the call, as for hold.</summary>
    public async Task<SimulatedMessage> ReinviteAsync()
    {
        var invite = InDialog("INVITE").Add("Contact", _phone.Contact)
            .WithBody("application/sdp", Encoding.ASCII.GetBytes(SipText.AudioSession(_phone.User, _sequence)));
        _invite = await _phone.SendAsync(invite);
        return await AnswerAsync();
    }

    public async Task<SimulatedMessage> HangUpAsync() => await (await _phone.SendAsync(InDialog("BYE"))).FinalAsync();

    private async Task AcknowledgeAsync()
    {
        if (IsAnswered)
        {
            var ack = InDialog("ACK", _invite.Request.Sequence);
            await _phone.SendOnlyAsync(ack);
            return;
        }

        // RFC 3261 §17.1.1.3: the ACK of a refusal belongs to the INVITE's transaction, with its Via and the response's To.
        await _phone.SendOnlyAsync(CopyOfInvite("ACK").Set("To", _to));
    }

    private SimulatedMessage CopyOfInvite(string method)
    {
        var invite = _invite.Request;
        var copy = SimulatedMessage.Request(method, invite.RequestUri)
            .Add("Via", invite["Via"]!)
            .Add("Max-Forwards", "70")
            .Add("From", invite["From"]!)
            .Add("To", invite["To"]!)
            .Add("Call-ID", invite.CallId)
            .Add("CSeq", string.Create(CultureInfo.InvariantCulture, $"{invite.Sequence} {method}"));
        foreach (var route in invite.All("Route"))
        {
            copy.Add("Route", route);
        }

        return copy;
    }

    private SimulatedMessage InDialog(string method, int? sequence = null)
    {
        var request = _phone.NewRequest(method, _remoteTarget)
            .Set("From", Invite["From"]!)
            .Set("To", _to)
            .Set("Call-ID", CallId)
            .Set("CSeq", string.Create(CultureInfo.InvariantCulture, $"{sequence ?? ++_sequence} {method}"));
        foreach (var route in _routeSet)
        {
            request.Add("Route", route);
        }

        return request;
    }
}
