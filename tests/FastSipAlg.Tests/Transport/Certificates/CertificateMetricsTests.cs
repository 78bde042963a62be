// SPDX-License-Identifier: MIT

using System.Diagnostics.Metrics;
using FastSipAlg.Configuration.Options;
using FastSipAlg.Simulation.Certificates;
using FastSipAlg.Transport.Certificates;
using Microsoft.Extensions.Time.Testing;

namespace FastSipAlg.Tests.Transport.Certificates;

public sealed class CertificateMetricsTests
{
    [Fact]
    public void Expiry_IsInSecondsAndFallsBelowZero()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        using var authority = LabCertificates.Create();
        using var certificate = authority.Issue(new LabCertificateRequest { CommonName = "a", DnsNames = ["a"], NotAfter = time.GetUtcNow().AddHours(1) });
        var options = new FastSipAlgOptions();
        options.LocalCertificates["a"] = new LocalCertificateOptions { Name = "a", Certificate = certificate.ChainPem, PrivateKey = certificate.KeyPem };
        var store = CertificateStore.Load(options, time, out _);
        using var metrics = new CertificateMetrics(() => store, time);

        // The certificate's own clock has whole seconds.
        Assert.InRange(Read(), 3598.9, 3600.1);

        time.Advance(TimeSpan.FromHours(2));
        Assert.InRange(Read(), -3601.1, -3599.9);
    }

    private static double Read()
    {
        var seconds = double.NaN;
        using var listener = new MeterListener
        {
            InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Name == "fastsipalg.certificate.expiry")
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<double>((_, measurement, tags, _) =>
        {
            if (tags[0].Value is "a")
            {
                seconds = measurement;
            }
        });
        listener.Start();
        listener.RecordObservableInstruments();
        return seconds;
    }
}
