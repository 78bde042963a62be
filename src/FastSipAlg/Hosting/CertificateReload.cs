// SPDX-License-Identifier: MIT

using FastSipAlg.Configuration;
using FastSipAlg.Configuration.Options;
using FastSipAlg.Configuration.Problems;
using FastSipAlg.Transport.Certificates;

namespace FastSipAlg.Hosting;

/// <summary>A set of certificates to take the place of the one in use, and all that is wrong with it; made and judged before anybody uses it.</summary>
/// <param name="Options">The options in force, with the certificates and peers of the set.</param>
/// <param name="Certificates">What was loaded.</param>
/// <param name="Problems">With one that is an error the set must not be used.</param>
/// <param name="Others">Settings that differ and that a change of certificates does not reach.</param>
internal sealed record CertificateReload(FastSipAlgOptions Options, CertificateStore Certificates, IReadOnlyList<Problem> Problems, IReadOnlyList<string> Others)
{
    public bool HasErrors => Problems.Any(problem => problem.IsError);

    /// <param name="inForce">The options that the relay runs by.</param>
    /// <param name="running">The configuration that the relay was started with.</param>
    /// <param name="now">The configuration as it is now; <paramref name="running"/> when only certificates' files are to be read.</param>
    /// <param name="used">The certificates in use.</param>
    /// <param name="time">Tells the date.</param>
    public static CertificateReload Load(FastSipAlgOptions inForce, LoadedConfiguration running, LoadedConfiguration now, CertificateStore used, TimeProvider time)
    {
        var options = now == running ? inForce : inForce.WithCertificatesOf(now.Options);
        if (now != running && now.HasErrors)
        {
            return new CertificateReload(inForce, used, now.Problems, []);
        }

        var certificates = CertificateStore.Load(options, time, used, out var found);
        var problems = found.Select(now.ProblemAt).ToList();
        if (!problems.Exists(problem => problem.IsError))
        {
            problems.AddRange(LostNames(inForce, used, options, certificates).Select(now.ProblemAt));
        }

        return new CertificateReload(options, certificates, problems, now == running ? [] : ConfigComparison.OtherThanCertificates(running, now));
    }

    /// <summary>
    /// Names that phones could ask for and no certificate is for any more. When the configuration still lists the same certificates, somebody has put a wrong file in place; when it
    /// lists others, that was meant.
    /// </summary>
    private static IEnumerable<OptionProblem> LostNames(FastSipAlgOptions before, CertificateStore used, FastSipAlgOptions after, CertificateStore loaded)
    {
        foreach (var name in after.Listeners.Values.Select(listener => listener.VoipProfile).Distinct())
        {
            var (former, listed) = (before.VoipProfiles[name].SslServerCertificates, after.VoipProfiles[name].SslServerCertificates);
            var covered = loaded.NamesOf(listed);
            var lost = used.NamesOf(former).Where(wanted => !covered.Contains(wanted) && !covered.Contains("*" + wanted[Math.Max(0, wanted.IndexOf('.', StringComparison.Ordinal))..])).ToArray();
            if (lost.Length > 0)
            {
                var isError = former.SequenceEqual(listed);
                var cure = isError ? ": if that is meant, import them under another name and list that" : "";
                yield return new OptionProblem($"voip profile {name}", "ssl-server-certificate", $"no certificate is for {string.Join(", ", lost)} any more{cure}", isError);
            }
        }
    }
}
