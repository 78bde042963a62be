// SPDX-License-Identifier: MIT

using System.Globalization;
using FastSipAlg.Relay;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Systemd;

namespace FastSipAlg.Hosting;

/// <summary>Tells systemd that the relay is alive, twice in each <c>WatchdogSec</c> (sd_notify(3)), as long as its heartbeat goes. Does nothing where nobody asks for it.</summary>
internal sealed class SystemdWatchdog(IServiceProvider services, RelayServer relay, TimeProvider time) : BackgroundService
{
    /// <summary>Ours: a relay whose heartbeat is older than that hangs.</summary>
    private static readonly TimeSpan LongestHeartbeat = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var interval = Environment.GetEnvironmentVariable("WATCHDOG_USEC");
        if (services.GetService<ISystemdNotifier>() is not { IsEnabled: true } systemd || !long.TryParse(interval, NumberStyles.None, CultureInfo.InvariantCulture, out var microseconds) || microseconds == 0)
        {
            return;
        }

        using var timer = new PeriodicTimer(TimeSpan.FromMicroseconds(microseconds) / 2, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (relay.SinceHeartbeat < LongestHeartbeat)
            {
                systemd.Notify(new ServiceState("WATCHDOG=1"));
            }
        }
    }
}
