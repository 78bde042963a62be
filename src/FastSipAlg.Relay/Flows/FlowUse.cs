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

    public bool IsAny => OpenRequests + Calls.Count > 0;
}
