// SPDX-License-Identifier: MIT

using FastSipAlg.Relay.Policy;

namespace FastSipAlg.Relay.Overload;

/// <summary>
/// Whether CPU is short, and what share of new requests must be refused for the rest to be in time. Busy is not short: it is short when messages wait, too. The share is controlled by that wait alone,
/// as RFC 8033 does with packets (proportional and integral), so it neither needs to know what a request costs nor to be right at once.
/// </summary>
internal sealed class CpuShortage
{
    /// <summary>Seconds that messages may wait: a tenth of T1, in which RFC 3261 §17.1.1.1 expects a round trip. No closed loop of ours waits half as long.</summary>
    public const double TargetLag = 0.05;

    /// <summary>A second: how much less is let in for what the lag has grown. With twice as many requests as can be served it grows by a quarter of a second a beat, and half of them are to be refused.</summary>
    private const double Proportional = 3;

    /// <summary>A second, at each beat: how much less for what the lag is above the target, or more for what it is below.</summary>
    private const double Integral = 0.1;

    /// <summary>Of what is refused, while CPU is not short: who was told to come later is not there now, and the lag says nothing more.</summary>
    private const double Relief = 0.5;

    /// <summary>Refusing less is refusing nothing.</summary>
    private const double LeastRefused = 0.002;

    /// <summary>Who lets in less finds back too slowly.</summary>
    private const double LeastLet = 0.02;

    /// <summary>Beats in a row of being short, after which it was not enough to keep handshakes back: a second.</summary>
    private const int ShortBeats = 4;

    /// <summary>Seconds that messages wait, at which that is not tried for so long.</summary>
    private const double FarTooLate = 4 * TargetLag;

    /// <summary>Beats in a row without being short, after which a level is left: two seconds.</summary>
    private const int CalmBeats = 8;

    private double _let = 1;
    private double _lag;
    private int _short;
    private int _calm;

    public OverloadLevel Level { get; private set; }

    /// <summary>Of the requests that begin something.</summary>
    public double RefusedShare => Level == OverloadLevel.Extreme ? 1 - _let : 0;

    public void Beat(OverloadPolicy policy, double use, double lag)
    {
        var isBusy = use >= policy.CpuUse;
        var isShort = isBusy && lag >= TargetLag;
        (_short, _calm) = isShort ? (_short + 1, 0) : (0, _calm + 1);
        if (Level == OverloadLevel.Extreme)
        {
            Control(isBusy, lag);
        }
        else if (Level == OverloadLevel.Red && (_short >= ShortBeats || (isShort && lag >= FarTooLate)))
        {
            Level = OverloadLevel.Extreme;
            (_let, _lag) = (1, TargetLag);
            Control(isBusy, lag);
        }
        else if (isShort)
        {
            Level = OverloadLevel.Red;
        }

        if (_calm >= CalmBeats && RefusedShare == 0)
        {
            Level = OverloadLevel.Green;
        }
    }

    private void Control(bool isBusy, double lag)
    {
        if (isBusy)
        {
            var more = (Proportional * (lag - _lag)) + (Integral * (lag - TargetLag));
            _let = Math.Clamp(_let * Math.Exp(-more), LeastLet, 1);
        }
        else
        {
            _let = 1 - ((1 - _let) * Relief);
        }

        _let = 1 - _let < LeastRefused ? 1 : _let;
        _lag = lag;
    }
}
