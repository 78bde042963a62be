// SPDX-License-Identifier: MIT

using FastSipAlg.Simulation.Certificates;

namespace FastSipAlg.LoadGenerator.Scenarios;

/// <summary>The file that a relay reads its certificate and key from, given a new pair each time, whole: a temporary file beside it takes its name.</summary>
internal sealed class CertificateFile(string path, string domain) : IDisposable
{
    private readonly LabCertificates _authority = LabCertificates.Create("FastSipAlg swap CA");

    /// <summary>Gives the serial number of the certificate that is there now.</summary>
    public string Replace()
    {
        using var certificate = _authority.Issue(new LabCertificateRequest { CommonName = domain, DnsNames = [domain], Usage = LabUsage.ServerAuth, Key = LabKey.Rsa2048 });
        var temporary = path + ".new";
        using (var writer = new StreamWriter(temporary, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite }))
        {
            writer.Write(certificate.ChainPem + _authority.AuthorityPem + certificate.KeyPem);
        }

        File.Move(temporary, path, overwrite: true);
        return certificate.Certificate.SerialNumber;
    }

    public void Dispose() => _authority.Dispose();
}
