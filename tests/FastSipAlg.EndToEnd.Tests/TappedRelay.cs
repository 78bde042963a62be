// SPDX-License-Identifier: MIT

using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Security;

namespace FastSipAlg.EndToEnd.Tests;

/// <summary>
/// A relay under the profile <c>strict</c> between two taps, for parties that are strangers to it. It counts violations in the whole process, so nothing else may run beside it.
/// </summary>
internal sealed class TappedRelay : IAsyncDisposable
{
    private readonly RelayLab _lab;
    private readonly WireTap _before;
    private readonly WireTap _behind;
    private readonly MeterListener _meter = new();
    private readonly ConcurrentQueue<string> _violations = new();

    private TappedRelay(RelayLab lab, int port, IPEndPoint server, bool phonesSpeakTls, bool serverSpeaksTls)
    {
        _lab = lab;
        _behind = WireTap.Start(port, new WireTapRoute(lab.ServerTls(), server, serverSpeaksTls ? lab.PhoneTls() : null));
        _before = WireTap.Start(0, new WireTapRoute(phonesSpeakTls ? lab.ServerTls() : null, lab.EndPoint, lab.PhoneTls()));
        _meter.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Name == "fastsipalg.violations")
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        _meter.SetMeasurementEventCallback<long>((_, _, tags, _) => _violations.Enqueue(string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"))));
        _meter.Start();
    }

    /// <summary>Where phones connect.</summary>
    public IPEndPoint EndPoint => _before.EndPoint;

    public LabCertificatePaths Files => new(_lab.ServerFiles.CertificatePath, _lab.ServerFiles.KeyPath, _lab.CaFile);

    /// <param name="server">Where the SIP server is; it may listen later.</param>
    /// <param name="phonesSpeakTls">Phones need no tap to speak TLS for them.</param>
    /// <param name="serverSpeaksTls">Neither does the SIP server.</param>
    /// <param name="profileOptions">More <c>set</c> lines for the profile.</param>
    public static TappedRelay Start(IPEndPoint server, bool phonesSpeakTls, bool serverSpeaksTls, string profileOptions = "")
    {
        var port = FreePort.Next();
        return new TappedRelay(RelayLab.Start(new RelayLabOptions { Profile = "strict", ProfileOptions = profileOptions, ServerPort = port }), port, server, phonesSpeakTls, serverSpeaksTls);
    }

    public SslClientAuthenticationOptions PhoneTls() => _lab.PhoneTls();

    /// <summary>What was counted.</summary>
    public IReadOnlyCollection<string> Violations => _violations;

    /// <summary>After all parties have gone: every octet that went in came out, in either direction. Gives what was said.</summary>
    public async Task<TappedConnection> AssertUntouchedAsync()
    {
        var before = await _before.EndedAsync();
        var behind = await _behind.EndedAsync();
        Assert.NotEmpty(before);
        Assert.Equal(before.Select(flow => flow.Forth).Order(StringComparer.Ordinal), behind.Select(flow => flow.Forth).Order(StringComparer.Ordinal));
        Assert.Equal(behind.Select(flow => flow.Back).Order(StringComparer.Ordinal), before.Select(flow => flow.Back).Order(StringComparer.Ordinal));
        return new TappedConnection(string.Concat(before.Select(flow => flow.Forth)), string.Concat(before.Select(flow => flow.Back)));
    }

    public async ValueTask DisposeAsync()
    {
        await _before.DisposeAsync();
        await _lab.DisposeAsync();
        await _behind.DisposeAsync();
        _meter.Dispose();
    }
}

/// <summary>Files for a SIP server that speaks TLS by itself.</summary>
internal sealed record LabCertificatePaths(string Certificate, string Key, string Authority);
