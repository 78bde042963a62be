// SPDX-License-Identifier: MIT

using FastSipAlg.Relay.Overload;

namespace FastSipAlg.Tests.Relay.Overload;

/// <summary>A relay under load as a queue, time in steps of 10 ms: what a beat of <see cref="CpuShortage"/> would measure of it.</summary>
internal sealed class SimulatedLoad
{
    private const double Step = 0.01;
    private const int StepsABeat = 25;

    /// <summary>What a refusal costs, of what a request costs.</summary>
    private const double RefusalCost = 0.1;

    /// <summary>Of the requests, inside dialogs: never refused.</summary>
    private const double InDialog = 0.1;

    /// <summary>Requests of one phone a second.</summary>
    private const double RequestsOfAPhone = 4;

    private double[] _back = [];
    private int _step;
    private double _silent;

    /// <summary>Requests, of those that can be carried.</summary>
    public double Offered { get; set; }

    /// <summary>Seconds that a phone says nothing new for when it was refused, twice as many at most; 0: phones do not obey.</summary>
    public double RetryAfter { get; init; }

    /// <summary>Seconds that a request waits.</summary>
    public double Lag { get; private set; }

    /// <summary>The most that can be served when refusals have been paid for.</summary>
    public double Optimum => (1 - (Offered * RefusalCost)) / (1 - RefusalCost);

    /// <summary>Gives the share of what can be carried that was served.</summary>
    public double Run(CpuShortage cpu, double seconds)
    {
        var beats = (int)(seconds / Step / StepsABeat);
        return Enumerable.Range(0, beats).Sum(_ => Beat(cpu)) / beats;
    }

    public double Beat(CpuShortage cpu)
    {
        var (served, lag, use) = (0.0, 0.0, 0.0);
        for (var step = 0; step < StepsABeat; step++)
        {
            // Drawn by flow: those who are silent are of those who would be refused.
            var refused = Math.Max(0, cpu.RefusedShare - _silent) / (1 - _silent);
            var fresh = Offered * (1 - InDialog) * (1 - _silent);
            var let = (Offered * InDialog) + (fresh * (1 - refused));
            var work = let + (fresh * refused * RefusalCost);
            served += (Lag > 0 ? let / work : Math.Min(let, let / work)) / StepsABeat;
            use += (Lag > 0 ? 1 : Math.Min(1, work)) / StepsABeat;
            Lag = Math.Max(0, Lag + (Step * (work - 1)));
            lag += Lag / StepsABeat;
            Silence((1 - _silent) * refused * RequestsOfAPhone * Step);
        }

        cpu.Beat(OverloadPolicies.Default, use, lag);
        return served;
    }

    private void Silence(double phones)
    {
        if (RetryAfter == 0)
        {
            return;
        }

        // Who comes back in which step; those of one step in equal parts over all the time that they may be told.
        var steps = (int)(RetryAfter / Step);
        _back = _back.Length == 0 ? new double[2 * steps] : _back;
        _silent += phones - _back[_step];
        _back[_step] = 0;
        for (var later = steps; later < 2 * steps; later++)
        {
            _back[(_step + later) % _back.Length] += phones / steps;
        }

        _step = (_step + 1) % _back.Length;
    }
}
