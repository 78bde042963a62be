// SPDX-License-Identifier: MIT

using FastSipAlg.Configuration.Options;
using FastSipAlg.Configuration.Problems;
using FastSipAlg.Configuration.Schema;
using FastSipAlg.Configuration.Syntax;

namespace FastSipAlg.Configuration.Validation;

/// <summary>
/// What the certificate store lends to a configuration: a VoIP profile or the management endpoint may name a certificate that the store holds, without an entry of its own, and an entry without
/// a file means the store's certificate of its name. Only what is named is taken, so a broken file that nobody uses harms nobody.
/// </summary>
internal sealed class StoredCertificates
{
    private const string Block = "vpn certificate local";

    private readonly string _directory;
    private readonly IReadOnlyList<string> _names;

    private StoredCertificates(string directory, IReadOnlyList<string> names)
    {
        _directory = directory;
        _names = names;
    }

    /// <summary>After the tree was checked: where the store is, stands in it.</summary>
    public static StoredCertificates Of(ConfigNode root, string baseDirectory, ProblemCollection problems)
    {
        var setting = root.Block("system settings")?.Setting("certificate-store");
        var path = setting is { IsValid: true, Values.Count: > 0 } ? setting.Values[0].Text : CertificateDirectory.DefaultName;
        var directory = Path.GetFullPath(path, baseDirectory);
        if (!CertificateDirectory.TryList(directory, out var names, out var sentence))
        {
            problems.Warning((setting ?? root).Place, "system settings certificate-store", sentence);
        }

        return new StoredCertificates(directory, names);
    }

    /// <summary>Names of the store that count as entries of <paramref name="block"/>.</summary>
    public IReadOnlyList<string> NamesFor(BlockSchema block) => block.Name == Block ? _names : [];

    public void AddTo(FastSipAlgOptions options)
    {
        options.SystemSettings.CertificateStore = _directory;
        foreach (var entry in options.LocalCertificates.Values.Where(entry => entry.Certificate is null))
        {
            Complete(entry);
        }

        var named = options.VoipProfiles.Values.SelectMany(profile => profile.LocalCertificates).Concat(options.Management?.Certificate is { } shown ? [shown] : []);
        foreach (var name in named.Where(name => !options.LocalCertificates.ContainsKey(name)))
        {
            Complete(options.LocalCertificates[name] = new LocalCertificateOptions { Name = name });
        }
    }

    private void Complete(LocalCertificateOptions entry)
    {
        if (_names.Contains(entry.Name))
        {
            entry.Certificate = CertificateDirectory.PathOf(_directory, entry.Name);
            entry.IsStored = true;
            entry.PrivateKey = entry.Password = entry.PasswordFile = entry.PasswordEnv = null;
        }
    }
}
