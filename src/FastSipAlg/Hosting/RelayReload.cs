// SPDX-License-Identifier: MIT

using FastSipAlg.Configuration;
using FastSipAlg.Configuration.Options;
using FastSipAlg.Configuration.Problems;
using FastSipAlg.Transport.Certificates;
using FastSipAlg.Transport.Legs;

namespace FastSipAlg.Hosting;

/// <summary>A configuration with its certificates, to take the place of the one in use, and all that is wrong with it; made and judged before anybody uses it.</summary>
/// <param name="Configuration">As it was read; the one in use when only certificates' files were.</param>
/// <param name="Certificates">What was loaded.</param>
/// <param name="Problems">With one that is an error the set must not be used.</param>
internal sealed record RelayReload(LoadedConfiguration Configuration, CertificateStore Certificates, IReadOnlyList<Problem> Problems)
{
    public bool HasErrors => Problems.Any(problem => problem.IsError);

    /// <param name="running">The configuration in use.</param>
    /// <param name="now">The configuration as it is now; <paramref name="running"/> when only certificates' files are to be read.</param>
    /// <param name="used">The certificates in use.</param>
    /// <param name="time">Tells the date.</param>
    public static RelayReload Load(LoadedConfiguration running, LoadedConfiguration now, CertificateStore used, TimeProvider time)
    {
        if (now != running && now.HasErrors)
        {
            return new RelayReload(running, used, now.Problems);
        }

        var certificates = CertificateStore.Load(now.Options, time, used, out var found);
        var problems = found.Concat(TlsCheck.Find(now.Options, certificates)).Select(now.ProblemAt).ToList();
        if (!problems.Exists(problem => problem.IsError))
        {
            problems.AddRange(LostNames(running.Options, used, now.Options, certificates).Select(now.ProblemAt));
        }

        return new RelayReload(now, certificates, now == running ? problems : [.. now.Problems, .. problems]);
    }

    /// <summary>
    /// Names that phones could ask for and no certificate is for any more. When the configuration still lists the same certificates, somebody has put a wrong file in place; when it
    /// lists others, that was meant.
    /// </summary>
    private static IEnumerable<OptionProblem> LostNames(FastSipAlgOptions before, CertificateStore used, FastSipAlgOptions after, CertificateStore loaded)
    {
        var profiles = before.Listeners.Values.Select(listener => listener.VoipProfile);
        foreach (var name in after.Listeners.Values.Select(listener => listener.VoipProfile).Distinct().Intersect(profiles))
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
