// SPDX-License-Identifier: MIT

using System.Globalization;
using System.Net;
using FastSipAlg.Relay.Diagnostics;
using FastSipAlg.TestKit;

namespace FastSipAlg.EndToEnd.Tests;

/// <summary>PROXY protocol to the SIP server: who stands there sees the phone's address, not ours.</summary>
public sealed class SipServersAreToldThePhone
{
    [RequiresToolTheory("haproxy")]
    [InlineData("v1", "name=-")]
    [InlineData("v2", "name=" + RelayLab.Domain)]
    public async Task Haproxy_BehindUs_SeesThePhone(string version, string expected)
    {
        var port = FreePort.Next();
        await using var lab = RelayLab.Start(new RelayLabOptions { ServerPort = port, ServerOptions = $"set send-proxy-protocol {version}" });
        using var haproxy = await HaproxyProcess.ServeAsync(lab.Files.Directory, port, string.Create(CultureInfo.InvariantCulture, $$"""
            listen pbx
                bind 127.0.0.1:{{port}} accept-proxy
                log-format "phone=%ci:%cp to=%fi:%fp name=%[fc_pp_authority]"
                server pbx {{lab.Server.EndPoint}}
            """));
        IPEndPoint phoneAddress;
        await using (var phone = await lab.ConnectAsync("alice"))
        {
            phoneAddress = (IPEndPoint)phone.Connection.LocalEndPoint;
            Assert.Equal(200, (await phone.RegisterAsync()).StatusCode);
        }

        await haproxy.WaitForAsync(string.Create(CultureInfo.InvariantCulture, $"phone={phoneAddress} to={lab.EndPoint} {expected}"));
        Assert.Equal(FlowEndReason.PhoneClosed, (await lab.NextEndAsync()).Reason);
    }

    [RequiresToolTheory("haproxy")]
    [InlineData("v1")]
    [InlineData("v2")]
    public async Task Haproxy_BehindUs_SeesThePhoneOfTheBalancerBeforeUs(string version)
    {
        var port = FreePort.Next();
        await using var lab = RelayLab.Start(new RelayLabOptions
        {
            IsPlain = true,
            ServerPort = port,
            ServerOptions = $"set send-proxy-protocol {version}",
            ListenerOptions = "set proxy-protocol require\nset proxy-protocol-from 127.0.0.0/8",
        });
        using var haproxy = await HaproxyProcess.ServeAsync(lab.Files.Directory, port, string.Create(CultureInfo.InvariantCulture, $$"""
            listen pbx
                bind 127.0.0.1:{{port}} accept-proxy
                log-format "phone=%ci:%cp id=%[fc_pp_unique_id]"
                server pbx {{lab.Server.EndPoint}}
            """));
        using (var phone = new System.Net.Sockets.TcpClient())
        {
            var header = Corpus.Read("proxyprotocol/v2-tlvs.bin");
            await phone.ConnectAsync(lab.EndPoint);
            await phone.GetStream().WriteAsync(header.AsMemory(0, 16 + (header[14] << 8) + header[15]));
            await phone.GetStream().WriteAsync(System.Text.Encoding.ASCII.GetBytes(StrangerProcess.Options));
            var answer = new byte[StrangerProcess.Answer.Length];
            await phone.GetStream().ReadExactlyAsync(answer).AsTask().WaitAsync(TimeSpan.FromSeconds(20));
            Assert.Equal(StrangerProcess.Answer, System.Text.Encoding.ASCII.GetString(answer));
        }

        await haproxy.WaitForAsync("phone=192.0.2.21:40312 id=" + (version == "v2" ? "7f000001:9d78_c0000215:13c5" : "-"));
    }
}
