// SPDX-License-Identifier: MIT

using System.Diagnostics;
using System.Net;
using FastSipAlg.TestKit;

namespace FastSipAlg.EndToEnd.Tests;

/// <summary>TLS programs of strangers as phones: each shakes hands, says nothing or one request, and everything that it printed is given back.</summary>
internal static class TlsClient
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private const string Request =
        "OPTIONS sip:sip.example.com SIP/2.0\r\nVia: SIP/2.0/TLS 192.0.2.1;branch=z9hG4bKstranger\r\nFrom: <sip:a@example.com>;tag=1\r\n"
        + "To: <sip:sip.example.com>\r\nCall-ID: stranger\r\nCSeq: 1 OPTIONS\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n";

    /// <summary>openssl s_client.</summary>
    public static Task<string> OpensslAsync(IPEndPoint endPoint, string arguments, bool asks = false) =>
        RunAsync("openssl", $"s_client -connect {endPoint} {arguments}", asks);

    /// <summary>gnutls-cli; it verifies nothing.</summary>
    public static Task<string> GnutlsAsync(IPEndPoint endPoint, string arguments) =>
        RunAsync("gnutls-cli", $"--insecure --port {endPoint.Port} {arguments} {endPoint.Address}", asks: false);

    /// <summary>NSS's tstclnt; it verifies nothing.</summary>
    public static Task<string> NssAsync(IPEndPoint endPoint, string arguments) =>
        RunAsync("tstclnt", $"-h {endPoint.Address} -p {endPoint.Port} -o -D -Q -C {arguments}", asks: false);

    // Whoever asks waits for the answer, and with it for the tickets that came before.
    private static async Task<string> RunAsync(string tool, string arguments, bool asks)
    {
        using var client = Process.Start(new ProcessStartInfo(ExternalTool.Find(tool)!, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        try
        {
            using var output = new StringWriter();
            var errors = client.StandardError.ReadToEndAsync();
            if (asks)
            {
                await client.StandardInput.WriteAsync(Request);
                await client.StandardInput.FlushAsync();
                while (await client.StandardOutput.ReadLineAsync().WaitAsync(Patience) is { } line)
                {
                    await output.WriteLineAsync(line);
                    // Not always at the beginning: what s_client prints of a ticket may be cut in two by it.
                    if (line.Contains("SIP/2.0 200", StringComparison.Ordinal))
                    {
                        break;
                    }
                }
            }

            client.StandardInput.Close();
            await output.WriteAsync(await client.StandardOutput.ReadToEndAsync().WaitAsync(Patience));
            await client.WaitForExitAsync().WaitAsync(Patience);
            return output + await errors;
        }
        finally
        {
            if (!client.HasExited)
            {
                client.Kill();
            }
        }
    }
}
