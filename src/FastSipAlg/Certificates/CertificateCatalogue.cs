// SPDX-License-Identifier: MIT

using FastSipAlg.Configuration;
using FastSipAlg.Configuration.Options;
using FastSipAlg.Configuration.Problems;
using FastSipAlg.Transport.Certificates;

namespace FastSipAlg.Certificates;

/// <summary>The certificate store together with the configuration that uses it: everything that a VoIP profile may name.</summary>
internal sealed class CertificateCatalogue
{
    private const string Block = "vpn certificate local";
    private static readonly string[] Keywords = ["ssl-server-certificate", "ssl-client-certificate"];

    private readonly LoadedConfiguration? _configuration;

    private CertificateCatalogue(LoadedConfiguration? configuration, string directory)
    {
        _configuration = configuration;
        Directory = directory;
    }

    /// <summary>The store.</summary>
    public string Directory { get; }

    /// <summary>The configuration cannot be trusted to tell what it uses.</summary>
    public bool IsUncertain => _configuration is { HasErrors: true };

    public IEnumerable<CaCertificateOptions> Authorities => _configuration?.Options.CaCertificates.Values ?? Enumerable.Empty<CaCertificateOptions>();

    /// <param name="file">The configuration; when there is no such file, nothing uses the store beside where it would be.</param>
    /// <param name="store">The store, when it is not the configuration's; else null.</param>
    public static CertificateCatalogue Open(string file, string? store)
    {
        var configuration = File.Exists(file) ? ConfigurationLoader.Load(file) : null;
        return new CertificateCatalogue(
            configuration,
            store is not null ? Path.GetFullPath(store)
                : configuration?.Options.SystemSettings.CertificateStore ?? Path.GetFullPath(CertificateDirectory.DefaultName, Path.GetDirectoryName(Path.GetFullPath(file))!));
    }

    /// <summary>The configuration's own certificates and those of the store, by name. An entry with a file of its own hides the store's.</summary>
    public IReadOnlyList<CertificateFacts> Read(out IReadOnlyList<OptionProblem> problems)
    {
        var options = new FastSipAlgOptions();
        foreach (var entry in (_configuration?.Options.LocalCertificates.Values ?? Enumerable.Empty<LocalCertificateOptions>()).Where(entry => entry.Certificate is not null))
        {
            options.LocalCertificates[entry.Name] = entry;
        }

        foreach (var ca in Authorities)
        {
            options.CaCertificates[ca.Name] = ca;
        }

        var isListed = CertificateDirectory.TryList(Directory, out var names, out var sentence);
        foreach (var name in names)
        {
            options.LocalCertificates.TryAdd(
                name,
                new LocalCertificateOptions { Name = name, Certificate = CertificateDirectory.PathOf(Directory, name), IsStored = true });
        }

        var facts = CertificateFacts.Read(options, TimeProvider.System, out problems).OrderBy(fact => fact.Name, StringComparer.Ordinal);
        if (!isListed)
        {
            problems = [new OptionProblem("certificate", "--store", sentence!, true), .. problems];
        }

        return [.. facts];
    }

    /// <summary>The configuration has an entry of that name with a file of its own.</summary>
    public bool IsHidden(string name) => _configuration?.Options.LocalCertificates.GetValueOrDefault(name) is { Certificate: not null, IsStored: false };

    /// <summary>Who names it, as paths of the configuration; read from the text, so that what is wrong with the rest of it does not matter.</summary>
    public IReadOnlyList<string> UsersOf(string name)
    {
        if (_configuration?.Tree is not { } tree)
        {
            return [];
        }

        var users = new List<string>();
        if (!IsHidden(name) && tree.Block(Block)?.Entry(name) is { } entry)
        {
            users.Add(entry.Path);
        }

        if (tree.Block("system management")?.Setting("certificate") is { } shown && shown.Values.Any(value => value.Text == name))
        {
            users.Add(shown.Path);
        }

        users.AddRange(
            from profile in tree.Block("voip profile")?.Entries ?? []
            from keyword in Keywords
            let setting = profile.Block("sip")?.Setting(keyword)
            where setting is not null && setting.Values.Any(value => value.Text == name)
            select setting.Path);
        return users;
    }
}
