// SPDX-License-Identifier: MIT

using System.Net;
using FastSipAlg.Relay.Diagnostics;
using FastSipAlg.Tracking.Flows;
using FastSipAlg.Transport.Legs;
using FastSipAlg.Transport.Sockets;
using Microsoft.Extensions.Logging;

namespace FastSipAlg.Relay.Flows;

/// <summary>One flow as it was at one moment.</summary>
/// <param name="Id">Its name, as in the log.</param>
/// <param name="Listener">Where its phone connected.</param>
/// <param name="State">Where it is in its life.</param>
/// <param name="EndReason">None while it lives.</param>
/// <param name="Phone">The phone's address.</param>
/// <param name="Server">The SIP server's; null while there is no server leg.</param>
/// <param name="Age">Since the phone's connection was accepted.</param>
/// <param name="Idle">Since the last octet of either side, as exact as the heartbeat.</param>
/// <param name="MessagesToServer">Forwarded.</param>
/// <param name="MessagesToPhone">Forwarded.</param>
/// <param name="OctetsToServer">Of the messages.</param>
/// <param name="OctetsToPhone">Of the messages.</param>
/// <param name="OpenRequests">Requests of either side without a final response.</param>
/// <param name="Calls">Answered and not ended.</param>
/// <param name="PhoneTls">What was negotiated with the phone.</param>
/// <param name="ServerTls">What was negotiated with the SIP server.</param>
public sealed record FlowReport(
    FlowId Id,
    string Listener,
    FlowState State,
    FlowEndReason EndReason,
    IPEndPoint Phone,
    IPEndPoint? Server,
    TimeSpan Age,
    TimeSpan Idle,
    long MessagesToServer,
    long MessagesToPhone,
    long OctetsToServer,
    long OctetsToPhone,
    int OpenRequests,
    int Calls,
    string PhoneTls,
    string ServerTls)
{
    /// <summary>Version, cipher suite, and whether a session was resumed.</summary>
    internal static string Describe(TlsSession session) =>
        session == TlsSession.None || session.IsPlain ? session.VersionName : $"{session.VersionName}/{session.CipherName}{(session.IsResumed == true ? "/resumed" : "")}";

    /// <summary>Writes the flow's last line. <paramref name="detail"/>: what its end reason does not say; null: nothing.</summary>
    internal void LogEnd(ILogger log, BalancerFacts? balancer, string? detail) => RelayLog.FlowEnded(
        log,
        Id,
        EndReason,
        Age.TotalSeconds,
        Phone,
        BalancerText.Describe(balancer),
        Listener,
        Server?.ToString() ?? "none",
        MessagesToServer,
        MessagesToPhone,
        OctetsToServer,
        OctetsToPhone,
        PhoneTls,
        ServerTls,
        detail is null ? "" : $" detail=\"{LogText.Escape(detail)}\"");
}
