// SPDX-License-Identifier: MIT

using System.Diagnostics;
using FastSipAlg.Fuzz.Targets;

namespace FastSipAlg.Fuzz.Driving;

/// <summary>
/// Mutates inputs and runs a target with them, in this process. With assemblies that SharpFuzz has instrumented it keeps each input that reaches an edge no
/// input reached before, and goes on from there; with others it is blind and mutates the seeds only. It is no AFL: it neither trims nor schedules.
/// One seed gives one sequence of inputs.
/// </summary>
internal sealed class FuzzDriver(IFuzzTarget target, long executions, int seed)
{
    private const int MaxFindings = 20;
    private const int ExecutionsPerProbe = 5_000;

    private readonly Mutator _mutator = new(seed, target.Words);
    private readonly GrowthProbe _probe = new(target, seed);
    private readonly CoverageMap _coverage = new();
    private readonly Dictionary<string, Finding> _findings = [];
    private readonly List<byte[]> _inputs = [.. Seeds.Of(target)];
    private long _executed;

    /// <summary>Time is measured, and compared in growth probes. Off in tests, where nothing depends on time.</summary>
    public bool IsTimed { get; init; }

    /// <summary>Called before each execution, so that an input that ends the process, or never ends, is known.</summary>
    public InputRecord? Record { get; init; }

    public FuzzReport Run()
    {
        var start = Stopwatch.GetTimestamp();
        var seeds = _inputs.Count;
        var probes = 0L;
        foreach (var input in _inputs.ToList())
        {
            Execute(input);
        }

        while (_executed < executions && _findings.Count < MaxFindings)
        {
            var input = _mutator.Next(_inputs);
            if (Execute(input))
            {
                _inputs.Add(input.ToArray());
            }

            if (_executed % ExecutionsPerProbe == 0)
            {
                probes++;
                Keep(_probe.Try(_inputs, IsTimed));
                _coverage.Take();
            }
        }

        IReadOnlyList<Finding> findings = [.. _findings.Values.Select(finding => finding.Minimize(target))];
        return new FuzzReport(target.Name, _executed, probes, seeds, _inputs.Count, _coverage.Edges, Stopwatch.GetElapsedTime(start), findings);
    }

    // True when it led somewhere new.
    private bool Execute(ReadOnlySpan<byte> input)
    {
        _executed++;
        Record?.Begin(input);
        Keep(Finding.Of(target, input));
        return _coverage.Take();
    }

    private void Keep(Finding? finding)
    {
        if (finding is not null && (!_findings.TryGetValue(finding.Kind, out var known) || finding.Input.Length < known.Input.Length))
        {
            _findings[finding.Kind] = finding;
        }
    }
}
