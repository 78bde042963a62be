// SPDX-License-Identifier: MIT

using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace FastSipAlg.Tests.Simulation;

/// <summary>TLS options for phones and a SIP server that meet directly; one self-signed certificate for the test run.</summary>
internal static class LoopbackTls
{
    private static readonly X509Certificate2 Certificate = Create();

    public static SslServerAuthenticationOptions Server() => new() { ServerCertificate = Certificate };

    public static SslClientAuthenticationOptions Client() => new()
    {
        TargetHost = "sip.example.com",
        RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate!.GetCertHashString() == Certificate.Thumbprint,
    };

    private static X509Certificate2 Create()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=sip.example.com", key, HashAlgorithmName.SHA256);
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddHours(-1), now.AddDays(1));
    }
}
