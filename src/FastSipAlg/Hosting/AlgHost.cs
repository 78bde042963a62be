// SPDX-License-Identifier: MIT

using FastSipAlg.Relay;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace FastSipAlg.Hosting;

/// <summary>The composition root of the service: configuration, certificates, logging, relay, systemd.</summary>
internal static class AlgHost
{
    /// <summary>Longer than <see cref="RelayHostedService.DrainDeadline"/>: the host must not give up before the relay does.</summary>
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(20);

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
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTimeout);
        builder.Services.AddSystemd();
        builder.Services.AddSingleton(services => new RelayServer(
            loaded.Configuration.Options,
            loaded.Certificates,
            services.GetRequiredService<ILoggerFactory>(),
            TimeProvider.System));
        builder.Services.AddSingleton(loaded);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddHostedService<CertificateService>();
        builder.Services.AddHostedService<RelayHostedService>();
        return builder.Build();
    }
}
