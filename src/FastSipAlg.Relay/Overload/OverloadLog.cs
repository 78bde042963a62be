// SPDX-License-Identifier: MIT

using Microsoft.Extensions.Logging;

namespace FastSipAlg.Relay.Overload;

/// <summary>The log lines about CPU and memory that are short. Event ids: 500.</summary>
internal static partial class OverloadLog
{
    [LoggerMessage(
        500,
        LogLevel.Warning,
        "overload: level {Level}, was {Former}; cpu={Cpu}, {Use:0} % in use, messages wait {Lag:0} ms; memory={Memory}, {MiB} of {LimitMiB} MiB; {Refused:0.0} % of new requests are refused")]
    public static partial void Entered(
        ILogger logger, OverloadLevel level, OverloadLevel former, OverloadLevel cpu, double use, double lag, OverloadLevel memory, long miB, long limitMiB, double refused);

    [LoggerMessage(501, LogLevel.Warning, "overload: over after {Seconds:0.0} s; {Handshakes} handshakes and {Requests} requests were refused")]
    public static partial void Over(ILogger logger, double seconds, long handshakes, long requests);
}
