// SPDX-License-Identifier: MIT

using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using FastSipAlg.Relay.Diagnostics;
using FastSipAlg.TestKit;

namespace FastSipAlg.EndToEnd.Tests;

/// <summary>Each <see cref="TlsCase"/> with the TLS of others: openssl, GnuTLS and NSS, as SIP server.</summary>
public sealed class StrangersSpeakTlsAsServers(TlsSettingsLab lab) : IClassFixture<TlsSettingsLab>
{
    [RequiresToolTheory("openssl")]
    [MemberData(nameof(TlsCaseData.Of), Stranger.OpenSsl, MemberType = typeof(TlsCaseData))]
    public Task Openssl(TlsCase one) => ConverseAsync(one, Stranger.OpenSsl, nssDatabase: "");

    [RequiresToolTheory("gnutls-serv")]
    [MemberData(nameof(TlsCaseData.Of), Stranger.GnuTls, MemberType = typeof(TlsCaseData))]
    public Task GnuTls(TlsCase one) => ConverseAsync(one, Stranger.GnuTls, nssDatabase: "");

    [RequiresToolTheory("selfserv", "certutil", "pk12util", "openssl")]
    [MemberData(nameof(TlsCaseData.Of), Stranger.Nss, MemberType = typeof(TlsCaseData))]
    public Task Nss(TlsCase one) => ConverseAsync(one, Stranger.Nss, lab.NssDatabase);

    private async Task ConverseAsync(TlsCase one, Stranger stranger, string nssDatabase)
    {
        var (listener, port) = lab.ServerOf(one);
        var (tool, arguments) = StrangerArguments.AsServer(stranger, one.Offer, port, lab.Files, nssDatabase);
        using var server = await StrangerProcess.ServeAsync(tool, arguments, port);
        var answer = new byte[4096];
        int count;
        using (var tcp = new TcpClient())
        {
            await tcp.ConnectAsync(listener);
            await using var phone = new SslStream(tcp.GetStream());
            await phone.AuthenticateAsClientAsync(lab.PhoneOptions());
            await phone.WriteAsync(Encoding.ASCII.GetBytes(TlsCaseData.Request));
            count = await phone.ReadAsync(answer).AsTask().WaitAsync(TimeSpan.FromSeconds(20));
        }

        var end = await lab.NextEndAsync(listener);
        if (one.IsTaken)
        {
            // Its answer is no SIP, but for the one that echoes: either way something came through.
            Assert.Contains($"server-tls={one.Negotiated}", end.Line, StringComparison.Ordinal);
            Assert.Contains("messages=1/", end.Line, StringComparison.Ordinal);
            Assert.Contains(end.Reason, new[] { FlowEndReason.ServerFramingBroken, FlowEndReason.PhoneClosed, FlowEndReason.PhoneClosedWithoutNotify });
        }
        else
        {
            Assert.StartsWith("SIP/2.0 503 ", Encoding.ASCII.GetString(answer, 0, count), StringComparison.Ordinal);
            Assert.Contains(end.Reason, new[] { FlowEndReason.ServerHandshakeFailed, FlowEndReason.ServerHandshakeAbandoned });
        }
    }
}
