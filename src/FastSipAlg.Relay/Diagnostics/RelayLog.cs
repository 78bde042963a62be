// SPDX-License-Identifier: MIT

using System.Net;
using System.Net.Sockets;
using FastSipAlg.Tracking.Flows;
using Microsoft.Extensions.Logging;

namespace FastSipAlg.Relay.Diagnostics;

/// <summary>The log lines of listeners and flows. Event ids: 100 listeners, 200 flows; 300 SIP servers are <see cref="ServerLog"/>'s, 400 admission <see cref="AdmissionLog"/>'s, 500 overload its own.</summary>
internal static partial class RelayLog
{
    [LoggerMessage(100, LogLevel.Information, "listener {Listener} accepts phones at {EndPoint} over {Transport} for {Server}")]
    public static partial void Listening(ILogger logger, string listener, IPEndPoint endPoint, string transport, string server);

    [LoggerMessage(101, LogLevel.Warning, "listener {Listener} could not accept a connection: {Error}")]
    public static partial void AcceptFailed(ILogger logger, string listener, SocketError error);

    [LoggerMessage(102, LogLevel.Information, "stopping: {Flows} flows to end within {Seconds} s")]
    public static partial void Stopping(ILogger logger, int flows, double seconds);

    [LoggerMessage(103, LogLevel.Information, "stopped: {CutOff} flows were cut off at the deadline")]
    public static partial void Stopped(ILogger logger, int cutOff);

    [LoggerMessage(104, LogLevel.Warning, "OpenSSL did not take ssl-send-empty-frags disable: empty fragments are sent on TLS 1.0")]
    public static partial void EmptyFragmentsStay(ILogger logger);

    [LoggerMessage(105, LogLevel.Information, "about to stop: {Flows} flows, connections are accepted for {Delay:0.#} s more, then flows have {Seconds} s to end")]
    public static partial void StopAnnounced(ILogger logger, int flows, double delay, double seconds);

    [LoggerMessage(106, LogLevel.Information, "stopping: {Flows} flows are left, {Busy} of them with a request or a call; {Seconds:0} s until they are cut off")]
    public static partial void StoppingStill(ILogger logger, int flows, int busy, double seconds);

    [LoggerMessage(107, LogLevel.Information, "listener {Listener} at {EndPoint} accepts no more phones; its {Flows} flows go on")]
    public static partial void ListenerGone(ILogger logger, string listener, IPEndPoint endPoint, int flows);

    [LoggerMessage(108, LogLevel.Warning, "cut off: nothing is waited for any more")]
    public static partial void CutOff(ILogger logger);

    [LoggerMessage(109, LogLevel.Warning, "the socket `{Name}` that was passed to us ({EndPoint}) is no listener's: what connects to it waits in vain")]
    public static partial void PassedInVain(ILogger logger, string name, string endPoint);

    [LoggerMessage(200, LogLevel.Debug, "flow {Flow}: accepted at {Listener} from {Phone}")]
    public static partial void FlowAccepted(ILogger logger, FlowId flow, string listener, IPEndPoint phone);

    [LoggerMessage(201, LogLevel.Debug, "flow {Flow}: server leg open to {Server}")]
    public static partial void ServerLegOpened(ILogger logger, FlowId flow, IPEndPoint server);

    /// <summary>One line per flow: who, how long, what passed, what was negotiated, why it ended.</summary>
    [LoggerMessage(
        202,
        LogLevel.Information,
        "flow {Flow}: ended {Reason} after {Seconds:0.000} s; phone={Phone}{Balancer} listener={Listener} server={Server} messages={ToServer}/{ToPhone} bytes={BytesToServer}/{BytesToPhone} phone-tls={PhoneTls} server-tls={ServerTls}{Detail}")]
    public static partial void FlowEnded(
        ILogger logger,
        FlowId flow,
        FlowEndReason reason,
        double seconds,
        IPEndPoint phone,
        string balancer,
        string listener,
        string server,
        long toServer,
        long toPhone,
        long bytesToServer,
        long bytesToPhone,
        string phoneTls,
        string serverTls,
        string detail);

    [LoggerMessage(204, LogLevel.Debug, "flow {Flow}: balancer {Balancer} connects for {Phone}")]
    public static partial void PhoneNamed(ILogger logger, FlowId flow, IPEndPoint balancer, IPEndPoint phone);

    [LoggerMessage(205, LogLevel.Debug, "flow {Flow}: ended {Reason} after {Seconds:0.000} s; peer={Peer} listener={Listener}")]
    public static partial void NoNews(ILogger logger, FlowId flow, FlowEndReason reason, double seconds, IPEndPoint peer, string listener);

    [LoggerMessage(206, LogLevel.Debug, "listener {Listener}: a connection ended before it was accepted: {Error}")]
    public static partial void LeftBeforeAccept(ILogger logger, string listener, SocketError error);

    [LoggerMessage(203, LogLevel.Error, "flow {Flow}: ended by a bug of ours")]
    public static partial void FlowFailed(ILogger logger, FlowId flow, Exception exception);
}
