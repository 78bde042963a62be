// SPDX-License-Identifier: MIT

using System.Diagnostics;
using System.Globalization;
using FastSipAlg.Simulation.Certificates;
using FastSipAlg.TestKit;

namespace FastSipAlg.EndToEnd.Tests;

/// <summary><c>openssl ocsp</c> as the responder of a laboratory's authority: a stranger that says of each certificate what its index says. Made before the certificates, which carry its address.</summary>
internal sealed class OcspResponder(string directory) : IDisposable
{
    private readonly int _port = FreePort.Next();
    private readonly List<string> _index = [];
    private Process? _process;

    public string Url => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{_port}/");

    public void Knows(LabCertificate certificate, bool isRevoked)
    {
        const string Format = "yyMMddHHmmss'Z'";
        var expiry = certificate.Certificate.NotAfter.ToUniversalTime().ToString(Format, CultureInfo.InvariantCulture);
        var revoked = isRevoked ? certificate.Certificate.NotBefore.ToUniversalTime().ToString(Format, CultureInfo.InvariantCulture) : "";
        _index.Add($"{(isRevoked ? 'R' : 'V')}\t{expiry}\t{revoked}\t{certificate.Certificate.SerialNumber}\tunknown\t/CN=x");
    }

    /// <param name="authority">Whose certificates it answers about.</param>
    /// <param name="signer">Who signs the answers: issued by that authority, for OCSP or not.</param>
    public async Task StartAsync(LabCertificates authority, LabCertificate signer)
    {
        Directory.CreateDirectory(directory);
        var index = Path.Combine(directory, "index.txt");
        await File.WriteAllTextAsync(index, string.Join('\n', _index) + "\n");
        var ca = authority.WriteTo(directory, "ocsp-ca");
        var files = signer.WriteTo(directory, "ocsp");
        _process = Process.Start(new ProcessStartInfo(
            ExternalTool.Find("openssl")!,
            string.Create(CultureInfo.InvariantCulture, $"ocsp -port {_port} -index {index} -CA {ca} -rsigner {files.CertificatePath} -rkey {files.KeyPath} -nmin 5"))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;

        // On standard error, when it listens.
        while (await _process.StandardError.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(20)) is { } line && !line.Contains("waiting for OCSP client connections", StringComparison.Ordinal))
        {
        }

        _ = _process.StandardOutput.ReadToEndAsync();
        _ = _process.StandardError.ReadToEndAsync();
    }

    public void Stop()
    {
        if (_process is { HasExited: false } process)
        {
            process.Kill();
            process.WaitForExit();
        }
    }

    public void Dispose()
    {
        Stop();
        _process?.Dispose();
    }
}
