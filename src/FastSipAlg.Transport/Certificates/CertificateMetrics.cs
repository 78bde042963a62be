// SPDX-License-Identifier: MIT

using System.Diagnostics.Metrics;

namespace FastSipAlg.Transport.Certificates;

/// <summary>Seconds until each certificate of ours expires, read when somebody asks; below 0 it has. An alarm belongs on it.</summary>
public sealed class CertificateMetrics : IDisposable
{
    private readonly Meter _meter = new("FastSipAlg.Transport");

    /// <param name="store">Gives the certificates in use.</param>
    /// <param name="time">Tells the date.</param>
    public CertificateMetrics(Func<CertificateStore> store, TimeProvider time)
    {
        _meter.CreateObservableGauge(
            "fastsipalg.certificate.expiry",
            () => store().Locals.Select(local => new Measurement<double>(
                (local.NotAfter - time.GetUtcNow()).TotalSeconds,
                new KeyValuePair<string, object?>("certificate", local.Name))),
            "s",
            "Seconds until a certificate of ours expires, by name.");
    }

    public void Dispose() => _meter.Dispose();
}
