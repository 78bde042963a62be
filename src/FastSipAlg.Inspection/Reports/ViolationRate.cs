// SPDX-License-Identifier: MIT

namespace FastSipAlg.Inspection.Reports;

/// <summary>
/// Says which violations get a log line. Each rule has <see cref="LinesPerSecond"/> of them; beyond that one in <see cref="SampleInterval"/> is logged, and each
/// line says how many before it were not. FortiOS stops logging altogether after one critical line; this only thins out.
/// </summary>
internal sealed class ViolationRate(int rules, TimeProvider time)
{
    public const int LinesPerSecond = 50;
    public const int SampleInterval = 100;

    private readonly Window[] _windows = [.. Enumerable.Range(0, rules).Select(_ => new Window())];

    public ViolationTicket Take(int rule)
    {
        var window = _windows[rule];
        var now = time.GetTimestamp();
        lock (window)
        {
            if (!window.IsBegun || time.GetElapsedTime(window.Begun, now) >= TimeSpan.FromSeconds(1))
            {
                window.BeginAt(now);
            }

            window.Count++;
            var isWithin = window.Count <= LinesPerSecond;
            var isFirstBeyond = !isWithin && !window.IsFlood;
            window.IsFlood |= !isWithin;
            if (!isWithin && (window.Count - LinesPerSecond) % SampleInterval != 0)
            {
                window.Suppressed++;
                return new ViolationTicket(false, isFirstBeyond, 0);
            }

            var ticket = new ViolationTicket(true, isFirstBeyond, window.Suppressed);
            window.Suppressed = 0;
            return ticket;
        }
    }

    private sealed class Window
    {
        public bool IsBegun { get; private set; }

        public long Begun { get; private set; }

        public int Count { get; set; }

        /// <summary>More came than was logged, in this second or the one before: the critical line has been written.</summary>
        public bool IsFlood { get; set; }

        public long Suppressed { get; set; }

        public void BeginAt(long now)
        {
            // A second within bounds ends a flood; the next one is announced again.
            IsFlood = IsFlood && Count > LinesPerSecond;
            IsBegun = true;
            Begun = now;
            Count = 0;
        }
    }
}

/// <summary>Whether a violation gets its line, whether a flood begins with it, and how many of its rule went without since the last line.</summary>
internal readonly record struct ViolationTicket(bool IsLogged, bool BeginsFlood, long Suppressed);
