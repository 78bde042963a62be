// SPDX-License-Identifier: MIT

using FastSipAlg.Management;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FastSipAlg.Hosting;

/// <summary>Opens the management endpoint before the relay and closes it after: whoever asks is answered until nothing is left.</summary>
internal sealed partial class ManagementService(ManagementEndpoint endpoint, LoadedRelay loaded, ILogger<ManagementService> log) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await endpoint.StartAsync(cancellationToken);
        var options = loaded.Configuration.Options.Management!;
        Listening(
            log,
            options.Certificate is null ? "http" : "https",
            options.Address,
            options.Port,
            (options.TokenFile, options.ClientCa) switch
            {
                (null, null) => "nothing is asked of callers",
                (_, null) => "a token is asked for",
                (null, _) => "a certificate is asked for",
                _ => "a certificate and a token are asked for",
            });
    }

    public Task StopAsync(CancellationToken cancellationToken) => endpoint.DisposeAsync().AsTask();

    [LoggerMessage(400, LogLevel.Information, "management endpoint ({Scheme}) at {Address} port {Port}, {Access}")]
    private static partial void Listening(ILogger logger, string scheme, string address, int port, string access);
}
