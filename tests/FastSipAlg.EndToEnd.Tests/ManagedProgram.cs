// SPDX-License-Identifier: MIT

using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using FastSipAlg.Simulation.Phones;

namespace FastSipAlg.EndToEnd.Tests;

/// <summary>The program with its management endpoint open, before the SIP server of a lab.</summary>
internal sealed class ManagedProgram : IDisposable
{
    private readonly RelayLab _lab;
    private readonly HttpClient _http;

    private ManagedProgram(RelayLab lab, string config, int port, ProgramProcess process, IPEndPoint endPoint)
    {
        _lab = lab;
        Config = config;
        Process = process;
        EndPoint = endPoint;
        Url = new Uri($"http://127.0.0.1:{port}");
        _http = new HttpClient { BaseAddress = Url, Timeout = TimeSpan.FromSeconds(30) };
    }

    public string Config { get; }

    public Uri Url { get; }

    public ProgramProcess Process { get; }

    public IPEndPoint EndPoint { get; }

    /// <param name="lab">Gives the configuration, for a port of its own.</param>
    /// <param name="management">More lines of <c>config system management</c>.</param>
    /// <param name="settings">Lines of <c>config system settings</c>.</param>
    public static async Task<ManagedProgram> StartAsync(RelayLab lab, string management = "set drain-delay 0", string settings = "")
    {
        var (config, port) = await ConfigureAsync(lab, FreePort.Next(), management, settings);
        return await StartAsync(lab, config, port);
    }

    /// <param name="lab">Has the SIP server.</param>
    /// <param name="config">The configuration file.</param>
    /// <param name="port">What it says of the endpoint.</param>
    /// <param name="passed">A socket for the listener; null: it binds its own.</param>
    public static async Task<ManagedProgram> StartAsync(RelayLab lab, string config, int port, InheritedListener? passed = null)
    {
        string[] arguments = ["run", "--config", config];
        var process = passed is null ? ProgramProcess.Start(arguments) : ProgramProcess.StartPassing(passed.Descriptor, arguments);
        var ready = await process.ReadLineAsync() ?? throw new InvalidOperationException((await process.WaitAsync()).Errors);
        return new ManagedProgram(lab, config, port, process, IPEndPoint.Parse(ready.Split('=')[1].Split(' ')[0]));
    }

    /// <summary>The lab's configuration for a port of its own, with the endpoint on another.</summary>
    public static async Task<(string Config, int Port)> ConfigureAsync(RelayLab lab, int listenerPort, string management = "set drain-delay 0", string settings = "")
    {
        var port = FreePort.Next();
        var config = Path.Combine(lab.Files.Directory, $"managed-{port}.conf");
        var text = lab.ConfigurationText.Replace($"port {lab.EndPoint.Port}", $"port {listenerPort}", StringComparison.Ordinal);
        await File.WriteAllTextAsync(config, $"config system settings\n{settings}\nend\nconfig system management\nset port {port}\n{management}\nend\n{text}");
        return (config, port);
    }

    public Task<SimulatedPhone> ConnectAsync(string user) => SimulatedPhone.ConnectAsync(EndPoint, _lab.PhoneTls(), new SimulatedPhoneOptions { User = user });

    public async Task<(HttpStatusCode Status, JsonElement Body)> AskAsync(HttpMethod method, string path, string? token = null, string? origin = null)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }

        using var response = await _http.SendAsync(request);
        return (response.StatusCode, JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync()));
    }

    public Task<(HttpStatusCode Status, JsonElement Body)> GetAsync(string path) => AskAsync(HttpMethod.Get, path);

    public Task<string> GetTextAsync(string path) => _http.GetStringAsync(path);

    public async Task ChangeAsync(string from, string to)
    {
        var text = await File.ReadAllTextAsync(Config);
        Assert.Contains(from, text, StringComparison.Ordinal);
        await File.WriteAllTextAsync(Config, text.Replace(from, to, StringComparison.Ordinal));
    }

    public void Dispose()
    {
        _http.Dispose();
        Process.Dispose();
    }
}
