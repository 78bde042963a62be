// SPDX-License-Identifier: MIT

using System.Net;
using System.Net.Sockets;
using FastSipAlg.Configuration.Options;
using FastSipAlg.Inspection.Reports;
using FastSipAlg.Management.Access;
using FastSipAlg.Management.Endpoints;
using FastSipAlg.Management.Metrics;
using FastSipAlg.Management.State;
using FastSipAlg.Relay;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FastSipAlg.Management;

/// <summary>The HTTP endpoint of one relay (<c>config system management</c>): health, metrics and API, by Kestrel. To be made before the relay counts anything.</summary>
public sealed class ManagementEndpoint : IAsyncDisposable
{
    private readonly MeterCollector _metrics = new();
    private readonly ProcessMetrics _process;
    private readonly WebApplication _web;
    private readonly IPEndPoint _endPoint;
    private readonly CallerCheck _callers;
    private readonly EndpointTls? _tls;

    /// <param name="options">Where to listen. The token may change with a reload.</param>
    /// <param name="relay">What is told of.</param>
    /// <param name="configuration">What it runs by.</param>
    /// <param name="violations">The last ones.</param>
    /// <param name="loggers">Of the program.</param>
    /// <param name="time">Tells the time.</param>
    public ManagementEndpoint(
        ManagementOptions options, RelayServer relay, IRunningConfiguration configuration, ViolationHistory violations, ILoggerFactory loggers, TimeProvider time)
    {
        _process = new ProcessMetrics(time);
        _endPoint = new IPEndPoint(IPAddress.Parse(options.Address), options.Port);
        _callers = new CallerCheck(() => relay.Options.Management ?? options, options.ClientCa is not null);
        _tls = options.Certificate is null ? null : new EndpointTls(options, () => relay.Certificates, time);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(Configure);
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton(loggers);
        builder.Services.AddSingleton<IHostLifetime, SilentLifetime>();
        _web = builder.Build();
        _web.Use(AdmitAsync);
        var readiness = new Readiness(relay, configuration, time);
        var health = new HealthEndpoints(readiness);
        var flows = new FlowEndpoints(relay);
        var inventory = new InventoryEndpoints(relay, configuration, violations, time);
        var control = new ControlEndpoints(relay, configuration, readiness);
        Map("GET", "/livez", health.LiveAsync);
        Map("GET", "/readyz", health.ReadyAsync);
        Map("GET", "/metrics", http => Answer.TextAsync(http, PrometheusText.ContentType, _metrics.Write()));
        Map("GET", "/openapi.json", OpenApiAsync);
        Map("GET", "/api/v1/status", control.StatusAsync);
        Map("GET", "/api/v1/flows", flows.ListAsync);
        Map("GET", "/api/v1/flows/{id}", flows.ShowAsync);
        Map("DELETE", "/api/v1/flows/{id}", flows.CloseAsync);
        Map("GET", "/api/v1/servers", inventory.ServersAsync);
        Map("GET", "/api/v1/certificates", inventory.CertificatesAsync);
        Map("GET", "/api/v1/violations", inventory.ViolationsAsync);
        Map("GET", "/api/v1/config", inventory.ConfigurationAsync);
        Map("GET", "/api/v1/drain", control.DrainStatusAsync);
        Map("POST", "/api/v1/drain", control.DrainAsync);
        Map("POST", "/api/v1/reload", control.ReloadAsync);
    }

    /// <summary>Method and path of everything that can be asked, in order.</summary>
    internal IReadOnlyList<(string Method, string Path)> Routes { get; private set; } = [];

    /// <summary>Listens.</summary>
    /// <exception cref="ManagementBindException">The address is taken, not ours, or not allowed.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _web.StartAsync(cancellationToken);
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            throw new ManagementBindException($"system management: {_endPoint} cannot be listened on: {e.Message}", e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _web.DisposeAsync();
        _process.Dispose();
        _metrics.Dispose();
    }

    private void Map(string method, string path, RequestDelegate handle)
    {
        // A balancer may ask with HEAD.
        string[] methods = method == "GET" ? ["GET", "HEAD"] : [method];
        _web.MapMethods(path, methods, handle);
        Routes = [.. Routes, (method, path)];
    }

    // The API takes no bodies, and its callers are few: a scraper, a balancer, an operator.
    private void Configure(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = 4096;
        kestrel.Limits.MaxConcurrentConnections = 256;
        kestrel.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        kestrel.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(60);
        kestrel.Listen(_endPoint, listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            if (_tls is not null)
            {
                listen.UseHttps(new TlsHandshakeCallbackOptions { OnConnection = _tls.OptionsFor, HandshakeTimeout = TimeSpan.FromSeconds(10) });
            }
        });
    }

    // Health needs no token and no certificate: probes have none, and it tells nothing that a phone could not find out by connecting.
    private async Task AdmitAsync(HttpContext http, RequestDelegate next)
    {
        if (!await EndpointTls.SettleAsync(http))
        {
            http.Abort();
            return;
        }

        var verdict = http.Request.Path.Value is "/livez" or "/readyz" ? CallerVerdict.Welcome : _callers.Judge(http.Request);
        switch (verdict)
        {
            case CallerVerdict.TokenMissing:
                http.Response.Headers.WWWAuthenticate = "Bearer";
                await Answer.ProblemAsync(http, StatusCodes.Status401Unauthorized, "token missing", "show the token of token-file: `Authorization: Bearer TOKEN`");
                return;
            case CallerVerdict.CertificateMissing:
                await Answer.ProblemAsync(http, StatusCodes.Status403Forbidden, "certificate missing", "show a certificate that the CA of client-ca has issued");
                return;
            case CallerVerdict.FromWebPage:
                await Answer.ProblemAsync(http, StatusCodes.Status403Forbidden, "not for web pages", "without token-file no web page is served, and without client-ca only programs on this machine, at an address of loopback");
                return;
        }

        await next(http);
        if (http.Response is { HasStarted: false, StatusCode: StatusCodes.Status404NotFound or StatusCodes.Status405MethodNotAllowed })
        {
            var isMethod = http.Response.StatusCode == StatusCodes.Status405MethodNotAllowed;
            await Answer.ProblemAsync(http, http.Response.StatusCode, isMethod ? "method not allowed" : "not found", "what there is stands in /openapi.json");
        }
    }

    private static async Task OpenApiAsync(HttpContext http)
    {
        await using var document = typeof(ManagementEndpoint).Assembly.GetManifestResourceStream("openapi.json")!;
        http.Response.ContentType = "application/json";
        await document.CopyToAsync(http.Response.Body, http.RequestAborted);
    }

    /// <summary>The program's own host hears signals; this one is started and stopped by it.</summary>
    private sealed class SilentLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

/// <summary>The endpoint's address could not be bound; the message is one sentence for the operator.</summary>
public sealed class ManagementBindException(string message, Exception inner) : Exception(message, inner);
