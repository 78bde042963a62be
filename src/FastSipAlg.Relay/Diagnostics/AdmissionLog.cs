// SPDX-License-Identifier: MIT

using System.Net;
using Microsoft.Extensions.Logging;

namespace FastSipAlg.Relay.Diagnostics;

/// <summary>The log lines of connections that are not let in. A source in quarantine has one when it enters and one when it leaves, however often it comes. Event ids: 400.</summary>
internal static partial class AdmissionLog
{
    [LoggerMessage(400, LogLevel.Information, "listener {Listener}: refused {Reason}; phone={Phone}")]
    public static partial void Refused(ILogger logger, string listener, FlowEndReason reason, IPEndPoint phone);

    [LoggerMessage(401, LogLevel.Warning, "listener {Listener}: {Source} is in quarantine for {Seconds} s, mode {Mode}: {Failures} of its connections failed within {Window} s, the last one by {Reason}")]
    public static partial void Quarantined(ILogger logger, string listener, string source, long seconds, string mode, int failures, long window, FlowEndReason reason);

    [LoggerMessage(402, LogLevel.Information, "listener {Listener}: {Source} has left quarantine; {Connections} of its connections came meanwhile and were {Action}")]
    public static partial void Released(ILogger logger, string listener, string source, long connections, string action);
}
