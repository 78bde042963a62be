// SPDX-License-Identifier: MIT

using System.Net;
using System.Text;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace FastSipAlg.EndToEnd.Tests;

/// <summary>Metrics reach a collector by OTLP, over HTTP and gRPC.</summary>
public sealed class MetricsAreExported
{
    [Theory]
    [InlineData("http-protobuf", HttpProtocols.Http1, "POST /v1/metrics application/x-protobuf secret ")]
    [InlineData("grpc", HttpProtocols.Http2, "POST /opentelemetry.proto.collector.metrics.v1.MetricsService/Export application/grpc secret ")]
    public async Task Collector_IsSentOurMetricsAndTheRuntimes_AndOnceMoreAtTheEnd(string protocol, HttpProtocols spoken, string request)
    {
        await using var lab = RelayLab.Start();
        var headers = Path.Combine(lab.Files.Directory, "headers");
        await File.WriteAllTextAsync(headers, "x-api-key=secret\n");
        await using var collector = await Collector.StartAsync(spoken);
        using var program = await ManagedProgram.StartAsync(lab, Telemetry(collector.Url, $"set protocol {protocol}\nset headers-file \"{headers}\""));
        await using var phone = await program.ConnectAsync("alice");
        await phone.RegisterAsync();

        var export = await collector.ReceiveAsync("fastsipalg.messages");

        Assert.StartsWith(request, export, StringComparison.Ordinal);
        Assert.Contains("fastsipalg.handshake.duration", export, StringComparison.Ordinal);
        Assert.Contains("dotnet.gc.collections", export, StringComparison.Ordinal);
        program.Process.Terminate();
        await collector.ReceiveAsync("fastsipalg.flows.ended");
        Assert.Equal(0, (await program.Process.WaitAsync()).ExitCode);
    }

    [Fact]
    public async Task Collector_ThatIsNotThere_IsWarnedOf()
    {
        await using var lab = RelayLab.Start();
        using var program = await ManagedProgram.StartAsync(lab, Telemetry($"http://127.0.0.1:{FreePort.Next()}", ""));

        Assert.Contains("refused", await program.Process.ReadErrorAsync("metrics could not be exported"), StringComparison.OrdinalIgnoreCase);
    }

    private static string Telemetry(string endpoint, string more) => $"set drain-delay 0\nend\nconfig system telemetry\nset endpoint {endpoint}\nset interval 1\n{more}";

    /// <summary>Takes whatever comes, and keeps it: method, path, type, key and body, separated by spaces.</summary>
    private sealed class Collector : IAsyncDisposable
    {
        // A message of a call: not compressed, and of no octets. It says that nothing was rejected.
        private static readonly byte[] GrpcAnswer = new byte[5];

        private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

        private readonly WebApplication _application;
        private readonly Channel<string> _exports = Channel.CreateUnbounded<string>();

        private Collector(HttpProtocols protocols)
        {
            var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
            builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listener => listener.Protocols = protocols));
            _application = builder.Build();
            _application.Run(ServeAsync);
        }

        public string Url => _application.Urls.Single();

        public static async Task<Collector> StartAsync(HttpProtocols protocols)
        {
            var collector = new Collector(protocols);
            await collector._application.StartAsync();
            return collector;
        }

        /// <summary>The next export that has a metric of this name.</summary>
        public async Task<string> ReceiveAsync(string name)
        {
            while (true)
            {
                var export = await _exports.Reader.ReadAsync().AsTask().WaitAsync(Patience);
                if (export.Contains(name, StringComparison.Ordinal))
                {
                    return export;
                }
            }
        }

        public ValueTask DisposeAsync() => _application.DisposeAsync();

        private async Task ServeAsync(HttpContext context)
        {
            var (request, response) = (context.Request, context.Response);
            using var body = new StreamReader(request.Body, Encoding.Latin1);
            _exports.Writer.TryWrite($"{request.Method} {request.Path} {request.ContentType} {request.Headers["x-api-key"]} {await body.ReadToEndAsync()}");
            if (request.ContentType == "application/grpc")
            {
                response.ContentType = request.ContentType;
                await response.Body.WriteAsync(GrpcAnswer);
                response.AppendTrailer("grpc-status", "0");
            }
        }
    }
}
