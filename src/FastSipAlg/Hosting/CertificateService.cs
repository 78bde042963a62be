// SPDX-License-Identifier: MIT

using System.Diagnostics.Metrics;
using System.Runtime.InteropServices;
using FastSipAlg.Configuration;
using FastSipAlg.Configuration.Options;
using FastSipAlg.Relay;
using FastSipAlg.Transport.Certificates;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FastSipAlg.Hosting;

/// <summary>
/// Keeps the certificates of a running relay fresh: loads them anew at SIGHUP, or when a file has changed and stays so for one look more (a certificate and its key are two files, and one of them is
/// written first). A set that is not right is logged and left alone. Once a day it warns of those that expire.
/// </summary>
internal sealed class CertificateService(LoadedRelay loaded, RelayServer relay, ILogger<CertificateService> log, TimeProvider time) : IHostedLifecycleService, IDisposable
{
    private static readonly TimeSpan ExpiryLook = TimeSpan.FromDays(1);

    private readonly Meter _meter = new("FastSipAlg.Hosting");
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _hangups = new(0);
    private LoadedConfiguration _running = loaded.Configuration;
    private FastSipAlgOptions _inForce = loaded.Configuration.Options;
    private Counter<long>? _reloads;
    private PosixSignalRegistration? _registration;
    private Task _run = Task.CompletedTask;
    private string _known = "";
    private string _seen = "";
    private DateTimeOffset _lastExpiryLook;

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        _reloads = _meter.CreateCounter<long>("fastsipalg.certificate.reloads", "{reload}", "Loads of the certificates while running, by outcome.");
        _known = _seen = CertificateFiles.Fingerprint(_inForce);
        _lastExpiryLook = time.GetUtcNow();
        _registration = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
        {
            context.Cancel = true;
            _hangups.Release();
        });
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Not before the relay has its first policies.</summary>
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        _run = Task.Run(RunAsync, CancellationToken.None);
        return Task.CompletedTask;
    }

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        await _run;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        _registration?.Dispose();
        _meter.Dispose();
        _hangups.Dispose();
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        var interval = _inForce.SystemSettings.CertificateCheckInterval;
        var wait = interval == 0 ? ExpiryLook : TimeSpan.FromSeconds(interval);
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                if (await _hangups.WaitAsync(wait, _stop.Token))
                {
                    Reload(readsConfiguration: true);
                }
                else if (interval > 0)
                {
                    LookAtFiles();
                }

                LookAtExpiry();
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception e)
            {
                // A bug: it must not end the relay, nor the next try.
                CertificateLog.Failed(log, e);
            }
        }
    }

    private void LookAtFiles()
    {
        var last = _seen;
        _seen = CertificateFiles.Fingerprint(_inForce);
        if (_seen == last && _seen != _known)
        {
            Reload(readsConfiguration: false);
        }
    }

    private void Reload(bool readsConfiguration)
    {
        // Before the files are read: what changes meanwhile is seen at the next look. What is wrong now is said once.
        _known = _seen = CertificateFiles.Fingerprint(_inForce);
        var now = readsConfiguration ? ConfigurationLoader.Load(_running.File) : _running;
        var before = relay.Certificates;
        var reload = CertificateReload.Load(_inForce, _running, now, before, time);
        foreach (var problem in reload.Problems)
        {
            CertificateLog.Problem(log, problem);
        }

        if (reload.HasErrors)
        {
            CertificateLog.Refused(log);
            _reloads!.Add(1, new KeyValuePair<string, object?>("outcome", "refused"));
            return;
        }

        relay.UseCertificates(reload.Options, reload.Certificates);
        _reloads!.Add(1, new KeyValuePair<string, object?>("outcome", "ok"));
        _inForce = reload.Options;
        if (readsConfiguration)
        {
            _known = _seen = CertificateFiles.Fingerprint(_inForce);
        }

        // What went holds memory of OpenSSL's until it is collected, and a heap in which little happens may not be looked at for hours. In the background: no flow waits.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: false);
        CertificateLog.Reloaded(log, reload.Certificates.Locals.Count(), Changes(before, reload.Certificates));
        if (reload.Others.Count > 0)
        {
            CertificateLog.NotReloaded(log, now.File, string.Join(", ", reload.Others.Take(10)) + (reload.Others.Count > 10 ? $" and {reload.Others.Count - 10} more" : ""));
        }
    }

    private static string Changes(CertificateStore before, CertificateStore now)
    {
        var changed = now.Locals.Where(local => !before.Locals.Any(old => old.Name == local.Name && old.Leaf == local.Leaf))
            .Select(local => $"{local.Name} (until {local.NotAfter.UtcDateTime:yyyy-MM-dd})");
        return string.Join(", ", changed) is { Length: > 0 } names ? "new: " + names : "none of ours is new";
    }

    private void LookAtExpiry()
    {
        var now = time.GetUtcNow();
        if (now - _lastExpiryLook < ExpiryLook)
        {
            return;
        }

        _lastExpiryLook = now;
        foreach (var local in relay.Certificates.Locals.Where(local => local.NotAfter - now < LocalCertificate.ExpiryWarning))
        {
            CertificateLog.Expiring(log, local.Name, local.NotAfter.UtcDateTime, (local.NotAfter - now).TotalDays);
        }
    }
}
