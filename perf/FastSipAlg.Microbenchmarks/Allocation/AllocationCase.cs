// SPDX-License-Identifier: MIT

using System.Globalization;
using System.Reflection;
using BenchmarkDotNet.Running;

namespace FastSipAlg.Microbenchmarks.Allocation;

/// <summary>One benchmark with one set of parameters, run here and now instead of by BenchmarkDotNet, which found it.</summary>
internal sealed class AllocationCase
{
    // The first runs load and initialise; by the last ones caches and pools have settled.
    private const int WarmUps = 20;
    private const int Batches = 4;
    private const int BatchLength = 8;

    private readonly BenchmarkCase _benchmark;

    private AllocationCase(BenchmarkCase benchmark) => _benchmark = benchmark;

    /// <summary><c>SipFramerBenchmarks.Whole(sip/phones/yealink/invite)</c>.</summary>
    public string Name
    {
        get
        {
            var values = _benchmark.Parameters.Items.Select(item => Convert.ToString(item.Value, CultureInfo.InvariantCulture));
            return $"{_benchmark.Descriptor.Type.Name}.{_benchmark.Descriptor.WorkloadMethod.Name}({string.Join(", ", values)})";
        }
    }

    /// <summary>All benchmarks of this program, in their order.</summary>
    public static IEnumerable<AllocationCase> All() =>
        from type in typeof(AllocationCase).Assembly.GetTypes()
        where type.GetMethods().Any(method => method.IsDefined(typeof(BenchmarkDotNet.Attributes.BenchmarkAttribute)))
        orderby type.Name
        from benchmark in BenchmarkConverter.TypeToBenchmarks(type).BenchmarksCases
        select new AllocationCase(benchmark);

    /// <summary>Octets that one run allocates once warm, the least of several batches: what the runtime does beside it now and then is not its own.</summary>
    public long Measure()
    {
        var instance = Activator.CreateInstance(_benchmark.Descriptor.Type)!;
        foreach (var parameter in _benchmark.Parameters.Items)
        {
            _benchmark.Descriptor.Type.GetProperty(parameter.Name)!.SetValue(instance, parameter.Value);
        }

        _benchmark.Descriptor.GlobalSetupMethod?.Invoke(instance, null);
        var run = _benchmark.Descriptor.WorkloadMethod.CreateDelegate<Func<int>>(instance);
        var least = long.MaxValue;
        Allocated(run, WarmUps);
        for (var i = 0; i < Batches; i++)
        {
            least = Math.Min(least, Allocated(run, BatchLength));
        }

        _benchmark.Descriptor.GlobalCleanupMethod?.Invoke(instance, null);
        return (least + BatchLength - 1) / BatchLength;
    }

    private static long Allocated(Func<int> run, int times)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < times; i++)
        {
            run();
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
