// SPDX-License-Identifier: MIT

using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using FastSipAlg.Configuration;
using FastSipAlg.Configuration.Options;

namespace FastSipAlg.Remote;

/// <summary>Talks to the management endpoint of a relay that runs.</summary>
internal sealed class ManagementClient : IDisposable
{
    /// <summary>Ours: a reload with a thousand certificates takes seconds.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly HttpClient _http;

    private ManagementClient(Uri place, string? token)
    {
        _http = new HttpClient { BaseAddress = place, Timeout = Patience };
        _http.DefaultRequestHeaders.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
    }

    /// <summary>At <paramref name="url"/>, or where <paramref name="file"/> says that the endpoint is; with the token that it says. null: <paramref name="sentence"/> says why not.</summary>
    public static ManagementClient? Open(string file, string? url, string? tokenFile, out string sentence)
    {
        var management = url is not null && !File.Exists(file) ? null : ConfigurationLoader.Load(file).Options.Management;
        var token = (tokenFile ?? management?.TokenFile) is { } path ? BearerToken.Read(path) : null;
        Uri? place;
        if (url is not null)
        {
            sentence = $"{url} is no address of HTTP";
            return Uri.TryCreate(url, UriKind.Absolute, out place) && place.Scheme is "http" or "https" ? new ManagementClient(place!, token) : null;
        }

        sentence = $"{file} has no `config system management` block: add one, or say --url";
        return management is null ? null : new ManagementClient(new UriBuilder("http", Reachable(management.Address), management.Port).Uri, token);
    }

    /// <summary>What came back, be it a problem.</summary>
    /// <exception cref="HttpRequestException">Nobody answers.</exception>
    public async Task<ManagementAnswer> AskAsync(HttpMethod method, string path, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path);
        using var response = await _http.SendAsync(request, cancellationToken);
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        using var document = await JsonDocument.ParseAsync(stream, cancellationToken: cancellationToken);
        return new ManagementAnswer(response.StatusCode, document.RootElement.Clone());
    }

    public void Dispose() => _http.Dispose();

    // Who listens on all addresses is found on loopback.
    private static string Reachable(string address) => IPAddress.Parse(address) switch
    {
        var any when any.Equals(IPAddress.Any) => "127.0.0.1",
        var any when any.Equals(IPAddress.IPv6Any) => "[::1]",
        { AddressFamily: System.Net.Sockets.AddressFamily.InterNetworkV6 } => $"[{address}]",
        _ => address,
    };
}

/// <summary>Status code and body of an answer.</summary>
internal sealed record ManagementAnswer(HttpStatusCode Status, JsonElement Body)
{
    public bool IsOk => (int)Status < 300;

    /// <summary>Why not.</summary>
    public string Problem => Body.TryGetProperty("detail", out var detail) ? detail.GetString() ?? "" : Status.ToString();
}
