// SPDX-License-Identifier: MIT

using System.Diagnostics;
using System.Text.Json;

namespace FastSipAlg.Microbenchmarks.Allocation;

/// <summary>
/// <c>--check</c>: runs each benchmark a few times, untimed, and fails when one allocates more than its baseline; <c>--check --accept</c> makes what
/// they allocate now the baseline.
/// </summary>
internal static class AllocationCheck
{
    public const string Option = "--check";

    private const string Accept = "--accept";

    // Without tiers code is optimised at once. With them it depends on the moment whether an object is on the heap or was optimised away.
    private const string Tiering = "DOTNET_TieredCompilation";

    /// <summary>Exit code: 0, 1 when something grew, 2 when it could not be checked.</summary>
    public static int Run(string[] arguments)
    {
        if (arguments is not ([] or [Accept]))
        {
            Console.Error.WriteLine($"usage: {Option} [{Accept}]");
            return 2;
        }

        if (Environment.GetEnvironmentVariable(Tiering) != "0")
        {
            return Again([Option, .. arguments]);
        }

        if (AllocationBaselines.FindFile() is not { } file)
        {
            Console.Error.WriteLine($"No global.json above {AppContext.BaseDirectory}.");
            return 2;
        }

        var measured = AllocationCase.All().ToDictionary(@case => @case.Name, @case => @case.Measure());
        if (arguments is [Accept])
        {
            AllocationBaselines.Write(file, measured);
            Console.WriteLine($"{measured.Count} baselines written");
            return 0;
        }

        return Judge(file, measured);
    }

    private static int Judge(string file, Dictionary<string, long> measured)
    {
        IReadOnlyDictionary<string, long> baseline;
        try
        {
            baseline = AllocationBaselines.Read(file);
        }
        catch (JsonException exception)
        {
            Console.Error.WriteLine($"{file}: {exception.Message}");
            return 2;
        }

        var findings = AllocationBaselines.Compare(baseline, measured).ToList();
        findings.ForEach(Console.WriteLine);
        var outdated = baseline.Count(pair => !measured.TryGetValue(pair.Key, out var octets) || octets < pair.Value);
        if (outdated > 0)
        {
            Console.WriteLine($"{outdated} baselines are higher than needed, or of nothing: accept what is measured now, so that it stays so");
        }

        Console.WriteLine(findings.Count == 0
            ? $"{measured.Count} benchmarks allocate no more than their baselines"
            : $"If this is wanted: dotnet run -c Release --project perf/FastSipAlg.Microbenchmarks -- {Option} {Accept}");
        return findings.Count == 0 ? 0 : 1;
    }

    private static int Again(IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!);
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(Environment.GetCommandLineArgs()[0]);
        }

        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment[Tiering] = "0";
        using var process = Process.Start(start)!;
        process.WaitForExit();
        return process.ExitCode;
    }
}
