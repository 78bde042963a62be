// SPDX-License-Identifier: MIT

using FastSipAlg.Relay.Diagnostics;
using FastSipAlg.TestKit;

namespace FastSipAlg.EndToEnd.Tests;

/// <summary>Each <see cref="TlsCase"/> with the TLS of others: openssl, GnuTLS and NSS, as phone.</summary>
public sealed class StrangersSpeakTlsAsPhones(TlsSettingsLab lab) : IClassFixture<TlsSettingsLab>
{
    [RequiresToolTheory("openssl")]
    [MemberData(nameof(TlsCaseData.Of), Stranger.OpenSsl, MemberType = typeof(TlsCaseData))]
    public Task Openssl(TlsCase one) => ConverseAsync(one, Stranger.OpenSsl);

    [RequiresToolTheory("gnutls-cli")]
    [MemberData(nameof(TlsCaseData.Of), Stranger.GnuTls, MemberType = typeof(TlsCaseData))]
    public Task GnuTls(TlsCase one) => ConverseAsync(one, Stranger.GnuTls);

    [RequiresToolTheory("tstclnt")]
    [MemberData(nameof(TlsCaseData.Of), Stranger.Nss, MemberType = typeof(TlsCaseData))]
    public Task Nss(TlsCase one) => ConverseAsync(one, Stranger.Nss);

    private async Task ConverseAsync(TlsCase one, Stranger stranger)
    {
        var listener = lab.PhonesOf(one);
        var (tool, arguments) = StrangerArguments.AsPhone(stranger, one.Offer, listener);
        bool isAnswered;
        using (var phone = StrangerProcess.Start(tool, arguments))
        {
            await phone.SendAsync(TlsCaseData.Request);
            isAnswered = await phone.HasPrintedAsync("SIP/2.0 200");
        }

        var end = await lab.NextEndAsync(listener);
        Assert.Equal(one.IsTaken, isAnswered);
        if (one.IsTaken)
        {
            Assert.Contains($"phone-tls={one.Negotiated}", end.Line, StringComparison.Ordinal);
        }
        else
        {
            Assert.Contains(end.Reason, new[] { FlowEndReason.PhoneHandshakeFailed, FlowEndReason.PhoneHandshakeAbandoned });
        }
    }
}
