// SPDX-License-Identifier: MIT

using FastSipAlg.Configuration;
using FastSipAlg.Configuration.Problems;
using FastSipAlg.Transport.Certificates;
using FastSipAlg.Transport.Legs;

namespace FastSipAlg.Hosting;

/// <summary>A configuration with its certificates, and everything that is wrong with either.</summary>
internal sealed record LoadedRelay(LoadedConfiguration Configuration, CertificateStore Certificates, IReadOnlyList<Problem> Problems)
{
    public bool HasErrors => Problems.Any(problem => problem.IsError);

    public static LoadedRelay Load(string file) => Load(ConfigurationLoader.Load(file));

    public static LoadedRelay Load(LoadedConfiguration configuration)
    {
        var certificates = CertificateStore.Load(configuration.Options, TimeProvider.System, out var certificateProblems);
        return new LoadedRelay(
            configuration,
            certificates,
            [
                .. configuration.Problems,
                .. certificateProblems.Concat(TlsCheck.Find(configuration.Options, certificates)).Select(configuration.ProblemAt),
            ]);
    }
}
