// SPDX-License-Identifier: MIT

using System.Text.Json;
using FastSipAlg.Configuration;
using FastSipAlg.Configuration.Options;
using FastSipAlg.Inspection.Reports;
using FastSipAlg.Management;
using FastSipAlg.Management.State;
using FastSipAlg.Relay;
using FastSipAlg.Transport.Certificates;
using Microsoft.Extensions.Logging.Abstractions;

namespace FastSipAlg.Tests.Management;

public sealed class OpenApiTests
{
    [Fact]
    public async Task Document_HasExactlyTheRoutes()
    {
        var options = new FastSipAlgOptions();
        await using var relay = new RelayServer(options, CertificateStore.Load(options, TimeProvider.System, out _), NullLoggerFactory.Instance, TimeProvider.System);
        await using var endpoint = new ManagementEndpoint(new ManagementOptions(), relay, new Nothing(), new ViolationHistory(), NullLoggerFactory.Instance, TimeProvider.System);
        await using var stream = typeof(ManagementEndpoint).Assembly.GetManifestResourceStream("openapi.json")!;
        using var document = await JsonDocument.ParseAsync(stream);

        var written = from path in document.RootElement.GetProperty("paths").EnumerateObject()
                      from operation in path.Value.EnumerateObject()
                      select $"{operation.Name.ToUpperInvariant()} {path.Name}";

        Assert.Equal(endpoint.Routes.Select(route => $"{route.Method} {route.Path}").Order(StringComparer.Ordinal), written.Order(StringComparer.Ordinal));
    }

    private sealed class Nothing : IRunningConfiguration
    {
        public LoadedConfiguration Current => throw new InvalidOperationException();

        public ReloadReport? LastReload => null;

        public Task<ReloadReport> ReloadAsync() => throw new InvalidOperationException();
    }
}
