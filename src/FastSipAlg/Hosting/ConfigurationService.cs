// SPDX-License-Identifier: MIT

using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Runtime.InteropServices;
using FastSipAlg.Configuration;
using FastSipAlg.Management.State;
using FastSipAlg.Relay;
using FastSipAlg.Relay.Overload;
using FastSipAlg.Transport.Certificates;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FastSipAlg.Hosting;

/// <summary>
/// Keeps configuration and certificates of a running relay fresh: loads them anew at SIGHUP, when it is asked to, or when a file has changed and stays so for one look more (a certificate and its key are
/// two files, and one of them is written first). What is not right as a whole is logged and left alone as a whole. Once a day it warns of certificates that expire.
/// </summary>
internal sealed class ConfigurationService(LoadedRelay loaded, RelayServer relay, ILogger<ConfigurationService> log, TimeProvider time) : IRunningConfiguration, IHostedLifecycleService, IDisposable
{
    private static readonly TimeSpan ExpiryLook = TimeSpan.FromDays(1);

    private readonly Meter _meter = new("FastSipAlg.Hosting");
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _calls = new(0);
    private readonly ConcurrentQueue<TaskCompletionSource<ReloadReport>> _asking = new();
    private LoadedConfiguration _running = loaded.Configuration;
    private ReloadReport? _last;
    private Counter<long>? _reloads;
    private PosixSignalRegistration? _registration;
    private Task _run = Task.CompletedTask;
    private Fingerprints _known;
    private Fingerprints _seen;
    private DateTimeOffset _lastExpiryLook;

    public LoadedConfiguration Current => Volatile.Read(ref _running);

    public ReloadReport? LastReload => Volatile.Read(ref _last);

    public Task<ReloadReport> ReloadAsync()
    {
        var asking = new TaskCompletionSource<ReloadReport>(TaskCreationOptions.RunContinuationsAsynchronously);
        _asking.Enqueue(asking);
        _calls.Release();
        return asking.Task.WaitAsync(_stop.Token);
    }

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        _reloads = _meter.CreateCounter<long>("fastsipalg.certificate.reloads", "{reload}", "Loads of configuration and certificates while running, by outcome.");
        _known = _seen = Fingerprints.Of(_running);
        _lastExpiryLook = time.GetUtcNow();
        _registration = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
        {
            context.Cancel = true;
            _calls.Release();
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
        _calls.Dispose();
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var interval = _running.Options.SystemSettings.CertificateCheckInterval;
                if (await _calls.WaitAsync(interval == 0 ? ExpiryLook : TimeSpan.FromSeconds(interval), _stop.Token))
                {
                    Answer();
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
                ConfigurationLog.Failed(log, e);
            }
        }
    }

    // Who asks while this is under way is answered by the next: the files may have changed in between.
    private void Answer()
    {
        var asking = _asking.ToArray();
        for (var i = 0; i < asking.Length; i++)
        {
            _asking.TryDequeue(out _);
        }

        try
        {
            Reload(readsConfiguration: true);
        }
        finally
        {
            foreach (var source in asking)
            {
                source.TrySetResult(_last!);
            }
        }
    }

    private void LookAtFiles()
    {
        var last = _seen;
        _seen = Fingerprints.Of(_running);
        if (_seen == last && _seen != _known)
        {
            Reload(readsConfiguration: _seen.Configuration != _known.Configuration);
        }
    }

    private void Reload(bool readsConfiguration)
    {
        // Before the files are read: what changes meanwhile is seen at the next look. What is wrong now is said once.
        _known = _seen = Fingerprints.Of(_running);
        var (before, used) = (_running, relay.Certificates);
        var reload = RelayReload.Load(before, readsConfiguration ? ConfigurationLoader.Load(before.File) : before, used, time);
        foreach (var problem in reload.Problems)
        {
            ConfigurationLog.Problem(log, problem);
        }

        var errors = reload.Problems.Where(problem => problem.IsError).Select(problem => problem.ToString()).ToList();
        if (errors.Count == 0 && Apply(reload) is { } sentence)
        {
            ConfigurationLog.CannotListen(log, sentence);
            errors.Add(sentence);
        }

        _reloads!.Add(1, new KeyValuePair<string, object?>("outcome", errors.Count == 0 ? "ok" : "refused"));
        if (errors.Count > 0)
        {
            Volatile.Write(ref _last, new ReloadReport(time.GetUtcNow(), errors, [], []));
            ConfigurationLog.Refused(log, readsConfiguration ? "configuration and certificates" : "certificates");
            return;
        }

        Volatile.Write(ref _running, reload.Configuration);
        _known = _seen = new Fingerprints(_known.Configuration, CertificateFiles.Fingerprint(_running.Options));
        Tell(before, used, reload);

        // What went holds memory of OpenSSL's until it is collected, and a heap in which little happens may not be looked at for hours. In the background: no flow waits.
        _ = UnusedMemory.GiveBackGentlyAsync();
    }

    // null, or why nothing was changed.
    private string? Apply(RelayReload reload)
    {
        try
        {
            return relay.Apply(reload.Configuration.Options, reload.Certificates) ? null : "the relay is stopping: nothing is reloaded any more";
        }
        catch (ListenerBindException e)
        {
            return e.Message;
        }
    }

    private void Tell(LoadedConfiguration before, CertificateStore used, RelayReload reload)
    {
        var changes = ConfigComparison.Changes(before, reload.Configuration);
        var needingRestart = ConfigComparison.NeedingRestart(loaded.Configuration, reload.Configuration);
        Volatile.Write(ref _last, new ReloadReport(time.GetUtcNow(), [], changes, needingRestart));
        ConfigurationLog.CertificatesReloaded(log, reload.Certificates.Locals.Count(), Changes(used, reload.Certificates));
        if (changes.Count > 0)
        {
            ConfigurationLog.ConfigurationReloaded(log, FirstOf(changes));
        }

        if (needingRestart.Count > 0)
        {
            ConfigurationLog.NeedsRestart(log, reload.Configuration.File, FirstOf(needingRestart));
        }
    }

    private static string FirstOf(IReadOnlyList<string> settings) =>
        string.Join(", ", settings.Take(10)) + (settings.Count > 10 ? $" and {settings.Count - 10} more" : "");

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
            ConfigurationLog.Expiring(log, local.Name, local.NotAfter.UtcDateTime, (local.NotAfter - now).TotalDays);
        }
    }

    /// <summary>Digests of what a configuration is read from: its file, and the files of its certificates.</summary>
    private readonly record struct Fingerprints(string Configuration, string Certificates)
    {
        public static Fingerprints Of(LoadedConfiguration configuration) =>
            new(ConfigurationLoader.Fingerprint(configuration.File), CertificateFiles.Fingerprint(configuration.Options));
    }
}
