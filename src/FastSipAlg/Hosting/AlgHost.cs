// SPDX-License-Identifier: MIT

using FastSipAlg.Inspection.Reports;
using FastSipAlg.Management;
using FastSipAlg.Relay;
using FastSipAlg.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace FastSipAlg.Hosting;

/// <summary>The composition root of the service: configuration, certificates, logging, relay, systemd.</summary>
internal static class AlgHost
{
    public static IHost Build(LoadedRelay loaded)
    {
        SocketEngine.Configure();
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
            console.ColorBehavior = LoggerColorBehavior.Disabled;
        });
        builder.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Services.Configure<ConsoleLifetimeOptions>(lifetime => lifetime.SuppressStatusMessages = true);
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);

        // The relay has its own deadlines, which a reload may change.
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = Timeout.InfiniteTimeSpan);
        builder.Services.AddSystemd();
        var management = loaded.Configuration.Options.Management;
        var violations = management is null ? null : new ViolationHistory();
        builder.Services.AddSingleton(services => new RelayServer(
            loaded.Configuration.Options,
            loaded.Certificates,
            services.GetRequiredService<ILoggerFactory>(),
            TimeProvider.System,
            violations,
            PassedSockets.OfProcess()));
        if (loaded.Configuration.Options.Telemetry is { } telemetry)
        {
            builder.Services.AddHostedService(services => new TelemetryService(telemetry, services.GetRequiredService<ILogger<TelemetryService>>()));
        }

        builder.Services.AddSingleton(loaded);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<ConfigurationService>();
        builder.Services.AddHostedService(services => services.GetRequiredService<ConfigurationService>());
        if (management is not null)
        {
            builder.Services.AddSingleton(services => new ManagementEndpoint(
                management,
                services.GetRequiredService<RelayServer>(),
                services.GetRequiredService<ConfigurationService>(),
                violations!,
                services.GetRequiredService<ILoggerFactory>(),
                TimeProvider.System));
            builder.Services.AddHostedService<ManagementService>();
        }

        builder.Services.AddHostedService<SystemdWatchdog>();
        builder.Services.AddHostedService<RelayHostedService>();
        return builder.Build();
    }
}
