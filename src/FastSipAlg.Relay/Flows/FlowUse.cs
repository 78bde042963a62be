// SPDX-License-Identifier: MIT

using FastSipAlg.Relay.Messages;

namespace FastSipAlg.Relay.Flows;

/// <summary>What a flow is being used for: requests without a final response, and calls. Counted by the message paths of both directions.</summary>
internal sealed class FlowUse
{
    public TransactionBalance PhoneRequests { get; } = new();

    public TransactionBalance ServerRequests { get; } = new();

    public OpenCalls Calls { get; } = new();

    public int OpenRequests => PhoneRequests.Open + ServerRequests.Open;

    /// <summary>A call, or a request of the SIP server's, needs the phone's words.</summary>
    public bool NeedsPhone => Calls.Count > 0 || ServerRequests.Open > 0;

    public bool IsAny => OpenRequests + Calls.Count > 0;
}
