// SPDX-License-Identifier: MIT

namespace FastSipAlg.Relay.Flows;

/// <summary>Milliseconds since the start, as of the last heartbeat: what a message's way can afford to look at.</summary>
internal sealed class FlowClock(TimeProvider time)
{
    private readonly long _started = time.GetTimestamp();
    private long _now = 1;

    /// <summary>Never 0, so that 0 can mean "not set".</summary>
    public long Now => Volatile.Read(ref _now);

    /// <summary>Since the last heartbeat.</summary>
    public TimeSpan Age => time.GetElapsedTime(_started) - TimeSpan.FromMilliseconds(Now - 1);

    public void Beat() => Volatile.Write(ref _now, 1 + (long)time.GetElapsedTime(_started).TotalMilliseconds);
}
