// SPDX-License-Identifier: MIT

using System.Diagnostics;
using System.Security.Cryptography.X509Certificates;
using FastSipAlg.Configuration.Options;
using FastSipAlg.Configuration.Problems;
using FastSipAlg.TestKit;
using FastSipAlg.Transport.Certificates;

namespace FastSipAlg.Tests.Transport.Certificates;

/// <summary>Verifiers with one CA entry, and the question put to them as SslStream would put it.</summary>
internal static class VerifierLab
{
    private const string Ca = "Lab_CA";
    private const string Name = "check";

    public static CertificateStore Load(string caPem, PeerOptions? peer, TimeProvider time, out IReadOnlyList<OptionProblem> problems)
    {
        var options = new FastSipAlgOptions();
        options.CaCertificates[Ca] = new CaCertificateOptions { Name = Ca, Ca = caPem };
        peer ??= new PeerOptions { Name = Name };
        peer.Ca = Ca;
        options.Peers[peer.Name] = peer;
        return CertificateStore.Load(options, time, out problems);
    }

    public static PeerVerifier ForPhones(string caPem, PeerOptions? peer = null, TimeProvider? time = null) =>
        PeerVerifier.ForPhones(Load(caPem, peer, time ?? TimeProvider.System, out _), peer?.Name ?? Name, time ?? TimeProvider.System);

    public static PeerVerifier ForServer(string caPem, string serverName, TimeProvider? time = null) =>
        PeerVerifier.ForServer(Load(caPem, null, time ?? TimeProvider.System, out _), Name, serverName, time ?? TimeProvider.System);

    /// <summary>What the verifier says of a certificate that came with <paramref name="sent"/>.</summary>
    public static PeerVerdict Judge(this PeerVerifier verifier, X509Certificate2 certificate, params IEnumerable<X509Certificate2> sent)
    {
        using var presented = new X509Chain();
        presented.ChainPolicy.ExtraStore.AddRange(sent.ToArray());
        verifier.Verify(certificate, presented, out var verdict, out _, out _);
        return verdict;
    }

    public static void Openssl(string arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(ExternalTool.Find("openssl")!, arguments) { RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, errors);
    }
}
