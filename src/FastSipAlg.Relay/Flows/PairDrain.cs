// SPDX-License-Identifier: MIT

using FastSipAlg.Relay.Diagnostics;

namespace FastSipAlg.Relay.Flows;

/// <summary>
/// How one flow ends when we stop: when it is quiet, and later at its first moment without an open request or call. <see cref="FlowDrain"/> says when; the pumps look again after what they have relayed.
/// </summary>
internal sealed class PairDrain(LegPair pair)
{
    /// <summary>Milliseconds without a byte that make a flow quiet: an ACK follows its 200 within a round trip.</summary>
    private const long QuietPeriod = 300;

    private volatile Phase _phase;

    private enum Phase : byte
    {
        None,

        /// <summary>Ends when it has been quiet for <see cref="QuietPeriod"/>.</summary>
        WhenQuiet,

        /// <summary>Takes no more from the phone and ends at the first moment without an open request.</summary>
        Soon,
    }

    /// <summary>Nothing more is taken from the phone.</summary>
    public bool IsSoon => _phase == Phase.Soon;

    // A phone that is shaking hands is about to say something; one that has just done so, too.
    private bool IsQuiet => pair.State is not (FlowState.AwaitingTurn or FlowState.Handshake) && pair.QuietFor >= QuietPeriod;

    private bool IsBetweenTransactions => !pair.IsInUse && !pair.IsRelaying && pair.State != FlowState.OpeningServerLeg;

    /// <summary>Ends the flow if it is quiet; when it must be <paramref name="soon"/>, at the first moment nothing is open. The phone is read from as long as a call or a request of the SIP server's needs its words.</summary>
    public void Begin(bool soon)
    {
        if (soon && !pair.NeedsPhone)
        {
            _phase = Phase.Soon;
        }
        else if (_phase == Phase.None)
        {
            _phase = Phase.WhenQuiet;
        }

        if (_phase == Phase.Soon || IsQuiet)
        {
            EndBetweenTransactions();
        }
    }

    /// <summary>Something has been relayed.</summary>
    public void LookAgain()
    {
        if (_phase == Phase.Soon)
        {
            EndBetweenTransactions();
        }
    }

    // First the phase, then the look: a pump that has just read something sees the phase, or is seen to be busy (RelayPump.MayGoOn).
    private void EndBetweenTransactions()
    {
        if (!IsBetweenTransactions)
        {
            return;
        }

        _phase = Phase.Soon;
        Interlocked.MemoryBarrier();
        if (IsBetweenTransactions)
        {
            pair.End(FlowEndReason.Drained, null);
        }
    }
}
