// SPDX-License-Identifier: MIT

using System.Globalization;
using System.Net;
using FastSipAlg.Transport.Servers;
using Microsoft.Extensions.Logging;

namespace FastSipAlg.Relay.Diagnostics;

/// <summary>The log lines of SIP servers, one for each change.</summary>
internal sealed partial class ServerLog(ILogger logger) : IServerEvents
{
    public void StateChanged(ServerSnapshot target, string? why)
    {
        if (target.State == ServerState.Up)
        {
            LogUp(target.Server, target.EndPoint!);
        }
        else
        {
            LogNotUp(target.Server, target.EndPoint!, target.State == ServerState.Down ? "is down" : "failed and is avoided for a while", LogText.Escape(why ?? target.LastFailure ?? ""));
        }
    }

    public void Resolved(string server, string name, string targets, TimeSpan timeToLive) => LogResolved(server, name, LogText.Escape(targets), timeToLive.TotalSeconds);

    public void ResolutionFailed(string server, string name, string why, int kept) => LogResolutionFailed(
        server, name, kept == 0 ? "no address is known" : string.Create(CultureInfo.InvariantCulture, $"the {kept} of the last answer stay in use"), LogText.Escape(why));

    public void ResolutionRecovered(string server, string name) => LogResolutionRecovered(server, name);

    [LoggerMessage(300, LogLevel.Information, "SIP server {Server}: {Target} is up")]
    private partial void LogUp(string server, IPEndPoint target);

    [LoggerMessage(301, LogLevel.Warning, "SIP server {Server}: {Target} {State}: {Why}")]
    private partial void LogNotUp(string server, IPEndPoint target, string state, string why);

    [LoggerMessage(302, LogLevel.Information, "SIP server {Server}: {Name} is {Targets} for {Seconds} s")]
    private partial void LogResolved(string server, string name, string targets, double seconds);

    [LoggerMessage(303, LogLevel.Warning, "SIP server {Server}: {Name} does not resolve, {Kept}: {Why}")]
    private partial void LogResolutionFailed(string server, string name, string kept, string why);

    [LoggerMessage(304, LogLevel.Information, "SIP server {Server}: {Name} resolves again")]
    private partial void LogResolutionRecovered(string server, string name);
}
