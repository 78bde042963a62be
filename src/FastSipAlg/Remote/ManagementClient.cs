// SPDX-License-Identifier: MIT

using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using FastSipAlg.Configuration;
using FastSipAlg.Configuration.Options;
using FastSipAlg.Transport.Certificates;

namespace FastSipAlg.Remote;

/// <summary>Talks to the management endpoint of a relay that runs.</summary>
internal sealed class ManagementClient : IDisposable
{
    /// <summary>Ours: a reload with a thousand certificates takes seconds.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly HttpClient _http;

    private ManagementClient(Uri place, string? token, X509Certificate2? own, X509Certificate2? expected)
    {
        var handler = new SocketsHttpHandler();
        handler.SslOptions.ClientCertificates = own is null ? null : [own];
        handler.SslOptions.RemoteCertificateValidationCallback = (_, shown, _, errors) => Trusts(shown, errors, expected);
        _http = new HttpClient(handler) { BaseAddress = place, Timeout = Patience };
        _http.DefaultRequestHeaders.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
    }

    /// <summary>Why the endpoint's certificate was not trusted; null: it was, or none was shown.</summary>
    public string? WhyDistrusted { get; private set; }

    /// <summary>At the URL, or where the configuration says that the endpoint is; with the token that it says. null: <paramref name="sentence"/> says why not.</summary>
    public static ManagementClient? Open(ManagementPlace place, out string sentence)
    {
        var options = place.Url is not null && !File.Exists(place.Config) ? null : ConfigurationLoader.Load(place.Config).Options;
        var management = options?.Management;
        if (!TryLoad(place, out var own, out sentence))
        {
            return null;
        }

        sentence = place.Url is null ? $"{place.Config} has no `config system management` block: add one, or say --url" : $"{place.Url} is no address of HTTP";
        var url = place.Url is null && management is not null ? UrlOf(management) : Uri.TryCreate(place.Url, UriKind.Absolute, out var given) && given.Scheme is "http" or "https" ? given : null;
        var token = (place.TokenFile ?? management?.TokenFile) is { } path ? BearerToken.Read(path) : null;
        var expected = management?.Certificate is { } name ? LoadOne(options!, name) : null;
        return url is null ? null : new ManagementClient(url, token, own, expected);
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

    // The configuration's own certificate says more than any name in it: it is that one or none. Elsewhere the system's trust store decides.
    private bool Trusts(X509Certificate? shown, SslPolicyErrors errors, X509Certificate2? expected)
    {
        var isTrusted = expected is null ? errors == SslPolicyErrors.None : shown is not null && shown.GetRawCertData().AsSpan().SequenceEqual(expected.RawData);
        WhyDistrusted = isTrusted ? null
            : expected is null ? $"its certificate ({shown?.Subject}) is not trusted: {errors}"
            : $"it shows another certificate ({shown?.Subject}) than the configuration's: if that has just changed, SIGHUP has it reloaded";
        return isTrusted;
    }

    // It alone, of perhaps thousands.
    private static X509Certificate2? LoadOne(FastSipAlgOptions options, string name)
    {
        var one = new FastSipAlgOptions();
        if (options.LocalCertificates.TryGetValue(name, out var entry))
        {
            one.LocalCertificates[name] = entry;
        }

        return CertificateStore.Load(one, TimeProvider.System, out _).Find(name)?.Leaf;
    }

    private static bool TryLoad(ManagementPlace place, out X509Certificate2? own, out string sentence)
    {
        (own, sentence) = (null, "");
        try
        {
            own = place.ClientCertificate is { } file ? X509Certificate2.CreateFromPemFile(file, place.ClientKey ?? file) : null;
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            sentence = $"{place.ClientCertificate}: {e.Message}";
            return false;
        }
    }

    private static Uri UrlOf(ManagementOptions management) => new UriBuilder(management.Certificate is null ? "http" : "https", Reachable(management.Address), management.Port).Uri;

    // Who listens on all addresses is found on loopback.
    private static string Reachable(string address) => IPAddress.Parse(address) switch
    {
        var any when any.Equals(IPAddress.Any) => "127.0.0.1",
        var any when any.Equals(IPAddress.IPv6Any) => "[::1]",
        { AddressFamily: System.Net.Sockets.AddressFamily.InterNetworkV6 } => $"[{address}]",
        _ => address,
    };
}

/// <summary>Where the endpoint is and what is shown to it, as the command line says it.</summary>
/// <param name="Config">The configuration file, which says what is not said here.</param>
/// <param name="Url">null: as the configuration says.</param>
/// <param name="TokenFile">null: likewise.</param>
/// <param name="ClientCertificate">PEM file; null: none is shown.</param>
/// <param name="ClientKey">PEM file; null: the same.</param>
internal sealed record ManagementPlace(string Config, string? Url, string? TokenFile, string? ClientCertificate, string? ClientKey);

/// <summary>Status code and body of an answer.</summary>
internal sealed record ManagementAnswer(HttpStatusCode Status, JsonElement Body)
{
    public bool IsOk => (int)Status < 300;

    /// <summary>Why not.</summary>
    public string Problem => Body.TryGetProperty("detail", out var detail) ? detail.GetString() ?? "" : Status.ToString();
}
