// SPDX-License-Identifier: MIT

using FastSipAlg.Relay;
using Microsoft.Extensions.Hosting;

namespace FastSipAlg.Hosting;

/// <summary>Starts the relay with the host and drains it when the host stops.</summary>
internal sealed class RelayHostedService(RelayServer relay) : IHostedService
{
    /// <summary>How long stopping may take before flows that are still busy are cut off. Well inside the 30 s that container platforms give.</summary>
    public static readonly TimeSpan DrainDeadline = TimeSpan.FromSeconds(10);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        relay.Start();
        Console.Out.WriteLine("ready " + string.Join(' ', relay.Listeners.Select(listener => $"{listener.Name}={listener.EndPoint}")));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => relay.StopAsync(DrainDeadline);
}
