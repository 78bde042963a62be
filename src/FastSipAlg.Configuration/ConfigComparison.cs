// SPDX-License-Identifier: MIT

namespace FastSipAlg.Configuration;

/// <summary>Which settings of two configurations differ, for whoever can take only some of them into force at once.</summary>
public static class ConfigComparison
{
    private static readonly string[] CertificateBlocks = ["vpn certificate ", "user peer ", "user peergrp ", "system settings certificate-store"];
    private static readonly string[] CertificateSettings = [" sip ssl-server-certificate", " sip ssl-client-certificate", " sip ssl-auth-client", " sip ssl-auth-server"];

    /// <summary>Paths of the settings that differ and have nothing to do with certificates and peers, in order.</summary>
    public static IReadOnlyList<string> OtherThanCertificates(LoadedConfiguration one, LoadedConfiguration other)
    {
        var (before, after) = (ConfigWriter.Flatten(one), ConfigWriter.Flatten(other));
        return
        [
            .. before.Keys.Union(after.Keys)
                .Where(path => before.GetValueOrDefault(path) != after.GetValueOrDefault(path) && !IsOfCertificates(path))
                .Order(StringComparer.Ordinal),
        ];
    }

    private static bool IsOfCertificates(string path) =>
        CertificateBlocks.Any(block => path.StartsWith(block, StringComparison.Ordinal)) || CertificateSettings.Any(setting => path.EndsWith(setting, StringComparison.Ordinal));
}
