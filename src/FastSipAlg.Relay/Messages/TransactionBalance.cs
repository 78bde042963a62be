// SPDX-License-Identifier: MIT

using FastSipAlg.Sip.Grammar;

namespace FastSipAlg.Relay.Messages;

/// <summary>
/// Requests of one direction that have no final response yet. It tells a quiet flow from a busy one when we stop; it is a count, not a
/// transaction table: a request forked beyond the SIP server brings several finals, so it never goes below zero.
/// </summary>
internal sealed class TransactionBalance
{
    private int _open;

    public int Open => Volatile.Read(ref _open);

    public void Request(SipMethod method)
    {
        // RFC 3261 §17.1.1.3: an ACK is never answered.
        if (method != SipMethod.Ack)
        {
            Interlocked.Increment(ref _open);
        }
    }

    public void Response(int statusCode)
    {
        if (statusCode >= 200 && Interlocked.Decrement(ref _open) < 0)
        {
            Interlocked.Increment(ref _open);
        }
    }
}
