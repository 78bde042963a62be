// SPDX-License-Identifier: MIT

using System.Net;
using System.Text;
using System.Threading.Channels;

namespace FastSipAlg.EndToEnd.Tests;

/// <summary>Metrics reach a collector by OTLP over HTTP.</summary>
public sealed class MetricsAreExported
{
    [Fact]
    public async Task Collector_IsSentOurMetricsAndTheRuntimes_AndOnceMoreAtTheEnd()
    {
        await using var lab = RelayLab.Start();
        var headers = Path.Combine(lab.Files.Directory, "headers");
        await File.WriteAllTextAsync(headers, "x-api-key=secret\n");
        using var collector = new Collector();
        using var program = await ManagedProgram.StartAsync(lab, Telemetry(collector.Url, $"set headers-file \"{headers}\""));
        await using var phone = await program.ConnectAsync("alice");
        await phone.RegisterAsync();

        var export = await collector.ReceiveAsync("fastsipalg.messages");

        Assert.StartsWith("POST /v1/metrics application/x-protobuf secret ", export, StringComparison.Ordinal);
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
    private sealed class Collector : IDisposable
    {
        private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

        private readonly HttpListener _listener = new();
        private readonly Channel<string> _exports = Channel.CreateUnbounded<string>();

        public Collector()
        {
            _listener.Prefixes.Add(Url);
            _listener.Start();
            _ = ServeAsync();
        }

        public string Url { get; } = $"http://127.0.0.1:{FreePort.Next()}/";

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

        public void Dispose() => _listener.Close();

        private async Task ServeAsync()
        {
            try
            {
                while (true)
                {
                    var exchange = await _listener.GetContextAsync();
                    var request = exchange.Request;
                    using var body = new StreamReader(request.InputStream, Encoding.Latin1);
                    _exports.Writer.TryWrite($"{request.HttpMethod} {request.RawUrl} {request.ContentType} {request.Headers["x-api-key"]} {await body.ReadToEndAsync()}");
                    exchange.Response.Close();
                }
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                // Closed.
            }
        }
    }
}
