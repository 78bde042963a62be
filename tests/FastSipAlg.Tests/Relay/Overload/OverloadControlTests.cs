// SPDX-License-Identifier: MIT

using FastSipAlg.Relay.Overload;

namespace FastSipAlg.Tests.Relay.Overload;

public sealed class OverloadControlTests : IDisposable
{
    private readonly OverloadControl _control = OverloadPolicies.Control();

    [Fact]
    public async Task Handshake_BeginsAtOnce_WaitsAtRed_AndIsRefusedAtExtreme()
    {
        Assert.True(await _control.AdmitHandshakeAsync(CancellationToken.None));

        _control.Use(0.9);
        var first = _control.AdmitHandshakeAsync(CancellationToken.None).AsTask();
        Assert.False(first.IsCompleted);
        _control.Use(0.5);
        Assert.True(await first);

        _control.Use(0.9);
        var second = _control.AdmitHandshakeAsync(CancellationToken.None).AsTask();
        _control.Use(0.96);
        Assert.False(await second);
        Assert.False(await _control.AdmitHandshakeAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Handshake_ThatWaits_IsGivenUpWithItsFlow()
    {
        using var ended = new CancellationTokenSource();
        _control.Use(0.9);
        var waiting = _control.AdmitHandshakeAsync(ended.Token).AsTask();

        await ended.CancelAsync();

        Assert.False(await waiting);
    }

    [Fact]
    public void Report_IsOfTheWorse()
    {
        _control.Beat(OverloadPolicies.Default, new OverloadReading(0.97, 0.06, OverloadPolicies.Limit));

        Assert.Equal(
            new OverloadReport(OverloadLevel.Extreme, OverloadLevel.Red, OverloadLevel.Extreme, 1, 0.97, TimeSpan.FromMilliseconds(60), OverloadPolicies.Limit, OverloadPolicies.Limit),
            _control.Report);
        Assert.Equal(uint.MaxValue, _control.Refused);
    }

    public void Dispose() => _control.Dispose();
}
