// SPDX-License-Identifier: MIT

using System.Globalization;

namespace FastSipAlg.LoadGenerator.Measuring;

/// <summary>A process and its descendants as they were when this was made, read from /proc.</summary>
internal sealed class ProcessTree
{
    // USER_HZ: what /proc counts in, whatever the kernel's own tick is. The sums come from the scheduler's exact run times.
    private const double TicksPerSecond = 100;

    private readonly List<int> _processes = [];

    public ProcessTree(int root)
    {
        var children = AllProcesses().ToLookup(process => process.Parent, process => process.Id);
        var waiting = new Queue<int>([root]);
        while (waiting.TryDequeue(out var id))
        {
            _processes.Add(id);
            foreach (var child in children[id])
            {
                waiting.Enqueue(child);
            }
        }
    }

    /// <summary>User and system time so far, in microseconds; processes that are gone count nothing.</summary>
    public double CpuMicroseconds() => _processes.Sum(id => Stat(id) is { } stat ? (Number(stat[11]) + Number(stat[12])) / TicksPerSecond * 1e6 : 0);

    /// <summary>Proportional set size in KiB.</summary>
    public long PssKibibytes() => _processes.Sum(Pss);

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static IEnumerable<(int Id, int Parent)> AllProcesses()
    {
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(directory), CultureInfo.InvariantCulture, out var id) && Stat(id) is { } stat)
            {
                yield return (id, int.Parse(stat[1], CultureInfo.InvariantCulture));
            }
        }
    }

    // proc(5): the fields after the command, which may itself hold spaces: state, ppid, …, utime and stime are the 12th and 13th.
    private static string[]? Stat(int id)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{id}/stat");
            return text[(text.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static long Pss(int id)
    {
        try
        {
            var line = File.ReadLines($"/proc/{id}/smaps_rollup").First(line => line.StartsWith("Pss:", StringComparison.Ordinal));
            return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }
}
