// SPDX-License-Identifier: MIT

using BenchmarkDotNet.Running;
using FastSipAlg.Microbenchmarks.Allocation;

return args is [AllocationCheck.Option, ..] ? AllocationCheck.Run(args[1..]) : Time(args);

// Everything that BenchmarkDotNet's own command line can do: --list flat, --filter '*Framer*', --job short, …
static int Time(string[] arguments)
{
    var summaries = BenchmarkSwitcher.FromAssembly(typeof(AllocationCheck).Assembly).Run(arguments);
    return summaries.Any(summary => summary.HasCriticalValidationErrors) ? 1 : 0;
}
