// SPDX-License-Identifier: MIT

using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using FastSipAlg.Fuzz.Driving;
using FastSipAlg.Fuzz.Targets;

namespace FastSipAlg.Fuzz.Cli;

/// <summary><c>run</c>: our own driver. Exit code 0 when nothing was found, 1 when something was.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var target = TargetArgument.Create();
        var executions = new Option<long>("--executions") { Description = "how many inputs", DefaultValueFactory = _ => 100_000 };
        var seed = new Option<int>("--seed") { Description = "of the random numbers; one seed gives one sequence of inputs", DefaultValueFactory = _ => 1 };
        var findings = new Option<DirectoryInfo>("--findings") { Description = "where inputs are written that break something", Required = true };
        var command = new Command("run", "Mutates the corpus and runs a target with it.") { target, executions, seed, findings };
        command.SetAction(parsed => Run(
            FuzzTargets.Create(parsed.GetRequiredValue(target)), parsed.GetValue(executions), parsed.GetValue(seed), parsed.GetRequiredValue(findings)));
        return command;
    }

    private static int Run(IFuzzTarget target, long executions, int seed, DirectoryInfo directory)
    {
        directory.Create();
        var record = Path.Combine(directory.FullName, $"{target.Name}.last");
        FuzzReport report;
        using (var inputs = new InputRecord(record))
        {
            report = new FuzzDriver(target, executions, seed) { IsTimed = true, Record = inputs }.Run();
        }

        // It has ended by itself: whatever it did last did no harm.
        File.Delete(record);
        foreach (var finding in report.Findings)
        {
            var file = Path.Combine(directory.FullName, $"{target.Name}-{Convert.ToHexStringLower(SHA256.HashData(finding.Input))[..12]}");
            File.WriteAllBytes(file, finding.Input);
            Console.WriteLine($"{file}: {finding.Kind}\n{finding.Detail}\n");
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Target}: {report.Executions} executions in {report.Time.TotalSeconds:f0} s ({report.Executions / report.Time.TotalSeconds:f0}/s), {report.GrowthProbes} growth probes, "
            + $"{report.Seeds} seeds, {report.Inputs} inputs kept, {Describe(report.Edges)}; {report.Findings.Count} findings"));
        return report.Findings.Count == 0 ? 0 : 1;
    }

    private static string Describe(int edges) => edges == 0 ? "blind (nothing is instrumented)" : $"{edges} edges covered";
}
