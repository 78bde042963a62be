// SPDX-License-Identifier: MIT

using System.Diagnostics;
using System.Globalization;
using FastSipAlg.Relay.Diagnostics;
using FastSipAlg.Simulation.Connections;
using FastSipAlg.Simulation.Phones;
using FastSipAlg.TestKit;

namespace FastSipAlg.EndToEnd.Tests;

/// <summary>A stranger on either side: what we speak is TLS to someone else, too.</summary>
public sealed class OpensslPeers
{
    private const string Options =
        "OPTIONS sip:sip.example.com SIP/2.0\r\nVia: SIP/2.0/TLS 192.0.2.1;branch=z9hG4bKopenssl\r\nFrom: <sip:a@example.com>;tag=1\r\n"
        + "To: <sip:sip.example.com>\r\nCall-ID: openssl\r\nCSeq: 1 OPTIONS\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n";

    [RequiresToolTheory("openssl")]
    [InlineData("-tls1_2")]
    [InlineData("-tls1_3")]
    public async Task SClient_AsPhone_IsAnsweredAndVerifiesUs(string version)
    {
        await using var lab = RelayLab.Start();
        using var client = Openssl($"s_client -connect {lab.EndPoint} -servername {RelayLab.Domain} -verify_hostname {RelayLab.Domain} -verify_return_error -CAfile {lab.CaFile} {version} -quiet");

        await client.StandardInput.WriteAsync(Options);
        await client.StandardInput.FlushAsync();

        Assert.Equal("SIP/2.0 200 OK", await ReadLineAsync(client));
    }

    [RequiresTool("openssl")]
    public async Task SClient_WithTls11_IsRefusedWithTheReasonInTheLog()
    {
        await using var lab = RelayLab.Start();
        using var client = Openssl($"s_client -connect {lab.EndPoint} -tls1_1 -cipher ALL:@SECLEVEL=0");

        Assert.Equal(FlowEndReason.PhoneHandshakeFailed, (await lab.NextEndAsync()).Reason);
    }

    [RequiresToolTheory("openssl")]
    [InlineData("-tls1_2")]
    [InlineData("-tls1_3")]
    public async Task SClient_ComingBack_ResumesItsSession(string version)
    {
        await using var lab = RelayLab.Start();
        var session = Path.GetTempFileName();
        var connect = $"s_client -connect {lab.EndPoint} -servername {RelayLab.Domain} {version}";

        await ConverseAsync($"{connect} -sess_out {session}");
        var second = await ConverseAsync($"{connect} -sess_in {session}");

        File.Delete(session);
        Assert.Contains("Reused, TLS", second, StringComparison.Ordinal);
    }

    [RequiresTool("openssl")]
    public async Task SServer_AsSipServer_GetsTheMessageAsItWas()
    {
        var port = FreePort.Next();
        await using var lab = RelayLab.Start(new RelayLabOptions { ServerPort = port });
        using var server = await StartServerAsync(lab, port);
        await using var phone = await lab.ConnectAsync("alice");

        await SendOptionsAsync(phone, server);
    }

    [RequiresTool("openssl")]
    public async Task SServer_Killed_EndsTheFlowAndClosesThePhoneProperly()
    {
        var port = FreePort.Next();
        await using var lab = RelayLab.Start(new RelayLabOptions { ServerPort = port });
        using var server = await StartServerAsync(lab, port);
        await using var phone = await lab.ConnectAsync("alice");
        await SendOptionsAsync(phone, server);

        server.Kill();

        // The kernel closes for a killed process: FIN, or RST when something unread is left.
        Assert.Equal(ConnectionEnd.CloseNotify, await phone.Ended);
        Assert.Contains((await lab.NextEndAsync()).Reason, new[] { FlowEndReason.ServerClosedWithoutNotify, FlowEndReason.ServerReset });
    }

    [RequiresTool("openssl")]
    public async Task SServer_ThatSendsWhatIsNotSip_EndsTheFlowWithItsReason()
    {
        var port = FreePort.Next();
        await using var lab = RelayLab.Start(new RelayLabOptions { ServerPort = port });
        using var server = await StartServerAsync(lab, port);
        await using var phone = await lab.ConnectAsync("alice");
        await SendOptionsAsync(phone, server);

        await server.StandardInput.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        await server.StandardInput.FlushAsync();

        Assert.Equal(ConnectionEnd.CloseNotify, await phone.Ended);
        Assert.Equal(FlowEndReason.ServerFramingBroken, (await lab.NextEndAsync()).Reason);
    }

    private static async Task<Process> StartServerAsync(RelayLab lab, int port)
    {
        var server = Openssl(string.Create(CultureInfo.InvariantCulture, $"s_server -accept 127.0.0.1:{port} -cert {lab.ServerFiles.CertificatePath} -key {lab.ServerFiles.KeyPath} -quiet"));
        await FreePort.WaitUntilTakenAsync(port);
        return server;
    }

    // Returns when the server has printed all of it, as it was sent.
    private static async Task SendOptionsAsync(SimulatedPhone phone, Process server)
    {
        await phone.SendRawAsync(System.Text.Encoding.ASCII.GetBytes(Options));
        foreach (var line in Options.Split("\r\n").SkipLast(1))
        {
            Assert.Equal(line, (await ReadLineAsync(server))!.TrimEnd('\r'));
        }
    }

    private static Process Openssl(string arguments)
    {
        var process = new OpensslProcess
        {
            StartInfo = new ProcessStartInfo(ExternalTool.Find("openssl")!, arguments)
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        process.Start();
        return process;
    }

    private static async Task<string?> ReadLineAsync(Process process) =>
        await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(20));

    // The answer has come: whatever tickets there are have come before it.
    private static async Task<string> ConverseAsync(string arguments)
    {
        using var client = Openssl(arguments);
        await client.StandardInput.WriteAsync(Options);
        await client.StandardInput.FlushAsync();
        var output = new System.Text.StringBuilder();
        while (await ReadLineAsync(client) is { } line)
        {
            output.AppendLine(line);
            if (line.StartsWith("SIP/2.0 200", StringComparison.Ordinal))
            {
                break;
            }
        }

        client.StandardInput.Close();
        await client.WaitForExitAsync();
        return output.ToString();
    }

    /// <summary>Ends with its test: a server that is left alone serves for ever.</summary>
    private sealed class OpensslProcess : Process
    {
        protected override void Dispose(bool disposing)
        {
            if (disposing && !HasExited)
            {
                Kill();
            }

            base.Dispose(disposing);
        }
    }
}
