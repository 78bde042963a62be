// SPDX-License-Identifier: MIT

using System.Net;

namespace FastSipAlg.EndToEnd.Tests;

/// <summary>TLS programs of strangers as phones: each shakes hands, says nothing or one request, and everything that it printed is given back.</summary>
internal static class TlsClient
{
    /// <summary>openssl s_client.</summary>
    public static Task<string> OpensslAsync(IPEndPoint endPoint, string arguments, bool asks = false) =>
        RunAsync("openssl", $"s_client -connect {endPoint} {arguments}", asks);

    /// <summary>gnutls-cli; it verifies nothing.</summary>
    public static Task<string> GnutlsAsync(IPEndPoint endPoint, string arguments) =>
        RunAsync("gnutls-cli", $"--insecure --port {endPoint.Port} {arguments} {endPoint.Address}", asks: false);

    /// <summary>NSS's tstclnt; it verifies nothing.</summary>
    public static Task<string> NssAsync(IPEndPoint endPoint, string arguments) =>
        RunAsync("tstclnt", $"-h {endPoint.Address} -p {endPoint.Port} -o -D -Q -C {arguments}", asks: false);

    // Whoever asks waits for the answer, and with it for the tickets that came before; who is refused gets none.
    private static async Task<string> RunAsync(string tool, string arguments, bool asks)
    {
        using var client = StrangerProcess.Start(tool, arguments);
        if (asks)
        {
            await client.SendAsync(StrangerProcess.Options);
            await client.HasPrintedAsync(StrangerProcess.Answer);
        }

        client.CloseInput();
        return await client.EndAsync();
    }
}
