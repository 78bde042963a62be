// SPDX-License-Identifier: MIT

using System.Runtime.InteropServices;
using FastSipAlg.Relay;
using Microsoft.Extensions.Hosting;

namespace FastSipAlg.Hosting;

/// <summary>Starts the relay with the host, and drains it when the host stops; the second signal to stop cuts off what is left.</summary>
internal sealed class RelayHostedService(RelayServer relay) : IHostedService, IDisposable
{
    private readonly List<PosixSignalRegistration> _registrations = [];
    private int _signals;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        relay.Start();
        foreach (var signal in new[] { PosixSignal.SIGTERM, PosixSignal.SIGINT })
        {
            _registrations.Add(PosixSignalRegistration.Create(signal, _ => Count()));
        }

        Console.Out.WriteLine("ready " + string.Join(' ', relay.Listeners.Select(listener => $"{listener.Name}={listener.EndPoint}")));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => relay.StopAsync(relay.Options.DrainDelay, relay.Options.DrainDeadline);

    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }
    }

    private void Count()
    {
        if (Interlocked.Increment(ref _signals) == 2)
        {
            relay.CutOff();
        }
    }
}
