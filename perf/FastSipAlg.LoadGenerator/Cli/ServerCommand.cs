// SPDX-License-Identifier: MIT

using System.CommandLine;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using FastSipAlg.Simulation.Servers;

namespace FastSipAlg.LoadGenerator.Cli;

/// <summary><c>server</c>: the SIP server stub that stands behind the relay.</summary>
internal static class ServerCommand
{
    public static Command Create()
    {
        var listen = new EndPointOption("--listen") { Description = "ADDRESS:PORT", DefaultValueFactory = _ => new IPEndPoint(IPAddress.Loopback, 0) };
        var certificate = new Option<string>("--certificate") { Description = "PEM file, certificate chain", Required = true };
        var key = new Option<string>("--key") { Description = "PEM file, private key", Required = true };
        var mirror = new Option<bool>("--mirror") { Description = "answer with the request as body, for --verify" };
        var threads = new Option<int>("--threads") { Description = "threads that answer", DefaultValueFactory = _ => 1 };
        var command = new Command("server", "A SIP server that answers every request 200, until SIGTERM.") { listen, certificate, key, mirror, threads };
        command.SetAction(async (parsed, stop) =>
        {
            SocketEngine.Configure(parsed.GetValue(threads));
            using var pair = X509Certificate2.CreateFromPemFile(parsed.GetValue(certificate)!, parsed.GetValue(key)!);
            var tls = new SslServerAuthenticationOptions { ServerCertificateContext = SslStreamCertificateContext.Create(pair, null, offline: true) };
            var role = parsed.GetValue(mirror) ? ServerRole.Mirror : ServerRole.Echo;
            await using var server = SimulatedSipServer.Start(tls, new SimulatedSipServerOptions { EndPoint = parsed.GetValue(listen)!, Role = role });
            Console.WriteLine($"ready {server.EndPoint}");
            await Task.Delay(Timeout.Infinite, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Console.WriteLine(JsonSerializer.Serialize(server.Counts, JsonSerializerOptions.Web));
            return 0;
        });
        return command;
    }
}
