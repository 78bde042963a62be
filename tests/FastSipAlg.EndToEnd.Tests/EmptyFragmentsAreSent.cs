// SPDX-License-Identifier: MIT

using System.Globalization;
using FastSipAlg.Simulation.Certificates;
using FastSipAlg.TestKit;

namespace FastSipAlg.EndToEnd.Tests;

/// <summary><c>ssl-send-empty-frags</c>, told by the records on either leg. A process of its own each, because it is one setting for the whole of it.</summary>
public sealed class EmptyFragmentsAreSent
{
    private const string Fields =
        "Via: SIP/2.0/TLS 192.0.2.1;branch=z9hG4bK1\r\nFrom: <sip:a@example.com>;tag=1\r\nTo: <sip:sip.example.com>;tag=2\r\nCall-ID: records\r\nCSeq: 1 OPTIONS\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n";

    private const string Request = "OPTIONS sip:sip.example.com SIP/2.0\r\n" + Fields;
    private const string Response = "SIP/2.0 200 OK\r\n" + Fields;

    // A block of padding and HMAC-SHA1 behind it (RFC 7366 §3, which openssl has with itself): no data in it.
    private const int EmptyRecord = 16 + 20;

    // MAC and data are padded together otherwise (RFC 2246 §6.2.3.2), so the length is a multiple of AES's block.
    private const int Block = 16;

    [RequiresToolTheory("openssl")]
    [InlineData("enable", true)]
    [InlineData("disable", false)]
    public async Task SendEmptyFrags_OnTls10WithCbc_DoesWhatItSaysOnBothLegs(string value, bool areSent)
    {
        var (toPhone, toServer) = await ConverseAsync(value, operators: "");

        int[] empty = areSent ? [EmptyRecord] : [];
        Assert.Equal(empty, toPhone.SkipLast(1));
        Assert.Equal(empty, toServer.SkipLast(1));
        Assert.NotEqual(0, toPhone[^1] % Block);
    }

    [RequiresTool("openssl")]
    public async Task SendEmptyFragsDisabled_BesideOptionsOfTheOperator_LeavesThoseInForce()
    {
        var (toPhone, toServer) = await ConverseAsync("disable", operators: "Options = -EncryptThenMac");

        Assert.Equal(0, Assert.Single(toPhone) % Block);
        Assert.Equal(0, Assert.Single(toServer) % Block);
    }

    /// <summary>One request and its answer; gives the records that we sent on either leg. <paramref name="operators"/>: what openssl.cnf has for every context.</summary>
    private static async Task<(IReadOnlyList<int> ToPhone, IReadOnlyList<int> ToServer)> ConverseAsync(string value, string operators)
    {
        var directory = Directory.CreateTempSubdirectory("fastsipalg-records-").FullName;
        using var authority = LabCertificates.Create();
        using var certificate = authority.IssueServer(RelayLab.Domain);
        var files = certificate.WriteTo(directory, "own");
        var (listenerPort, serverPort) = (FreePort.Next(), FreePort.Next());
        using var server = await StrangerProcess.ServeAsync(
            "openssl",
            string.Create(CultureInfo.InvariantCulture, $"s_server -accept 127.0.0.1:{serverPort} -cert {files.CertificatePath} -key {files.KeyPath} -tls1 -cipher ALL:@SECLEVEL=0 -quiet"),
            serverPort);
        using var serverSide = RecordingProxy.To(serverPort);
        var configuration = Path.Combine(directory, "fastsipalg.conf");
        await File.WriteAllTextAsync(configuration, Configuration(authority.WriteTo(directory, "ca"), files, value, listenerPort, serverSide.Port));
        var openssl = Path.Combine(directory, "openssl.cnf");
        await File.WriteAllTextAsync(openssl, $"openssl_conf = init\n[init]\nssl_conf = ssl\n[ssl]\nsystem_default = all\n[all]\n{operators}\n");
        using var program = ProgramProcess.Start(new Dictionary<string, string> { ["OPENSSL_CONF"] = openssl }, "run", "--config", configuration);
        Assert.StartsWith("ready ", await program.ReadLineAsync(), StringComparison.Ordinal);
        using var phoneSide = RecordingProxy.To(listenerPort);
        using var phone = StrangerProcess.Start(
            "openssl", string.Create(CultureInfo.InvariantCulture, $"s_client -connect 127.0.0.1:{phoneSide.Port} -tls1 -cipher ECDHE-ECDSA-AES128-SHA:@SECLEVEL=0 -quiet"));

        await phone.SendAsync(Request);
        Assert.True(await server.HasPrintedAsync("Content-Length: 0"));
        await server.SendAsync(Response);
        Assert.True(await phone.HasPrintedAsync("Content-Length: 0"));

        Directory.Delete(directory, recursive: true);
        return (phoneSide.FromServer, serverSide.FromClient);
    }

    private static string Configuration(string ca, LabCertificateFiles files, string value, int listenerPort, int serverPort) => string.Create(CultureInfo.InvariantCulture, $"""
        config vpn certificate ca
            edit "Lab_CA"
                set ca "{ca}"
            next
        end
        config vpn certificate local
            edit "Server_cert"
                set certificate "{files.CertificatePath}"
                set private-key "{files.KeyPath}"
            next
        end
        config user peer
            edit "check-server"
                set ca "Lab_CA"
            next
        end
        config voip profile
            edit "old"
                config sip
                    set ssl-server-certificate "Server_cert"
                    set ssl-auth-server "check-server"
                    set ssl-min-version tls-1.0
                    set ssl-max-version tls-1.0
                    set ssl-send-empty-frags {value}
                end
            next
        end
        config sip server
            edit "pbx"
                set address "127.0.0.1"
                set port {serverPort}
                set server-name "{RelayLab.Domain}"
            next
        end
        config sip listener
            edit "phones"
                set address 127.0.0.1
                set port {listenerPort}
                set server "pbx"
                set voip-profile "old"
            next
        end
        """);
}
