// SPDX-License-Identifier: MIT

using FastSipAlg.Configuration;
using FastSipAlg.Configuration.Options;

namespace FastSipAlg.Tests.Configuration;

public sealed class StoredCertificatesTests : IDisposable
{
    private const string Profile = "config voip profile\nedit default\nconfig sip\nset ssl-server-certificate \"Phones\"\nend\nnext\nend\n";

    private readonly string _directory = Directory.CreateTempSubdirectory("fastsipalg-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void Profile_NamesWhatTheStoreHolds_WithoutAnEntry()
    {
        Put("certificates", "Phones");

        var loaded = Load(Profile);

        Assert.False(loaded.HasErrors, string.Join('\n', loaded.Problems));
        var local = Assert.Single(loaded.Options.LocalCertificates.Values);
        Assert.Equal(("Phones", Path.Combine(_directory, "certificates", "Phones.pem"), true), (local.Name, local.Certificate, local.IsStored));
        Assert.DoesNotContain("vpn certificate local", ConfigWriter.ToText(loaded, isEffective: true), StringComparison.Ordinal);
    }

    [Fact]
    public void Store_MayBeElsewhere()
    {
        Put("elsewhere", "Phones");

        var loaded = Load("config system settings\nset certificate-store elsewhere\nend\n" + Profile);

        Assert.False(loaded.HasErrors, string.Join('\n', loaded.Problems));
        Assert.Equal(Path.Combine(_directory, "elsewhere"), loaded.Options.SystemSettings.CertificateStore);
        Assert.Single(loaded.Options.LocalCertificates);
    }

    [Fact]
    public void Profile_ThatNamesNobody_IsToldTheNamesOfTheStore()
    {
        Put("certificates", "Phone");

        var loaded = Load(Profile);

        Assert.Contains("there is no local certificate `Phones`; did you mean `Phone`?", Assert.Single(loaded.Problems, problem => problem.IsError).Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatNobodyNames_IsNotLoaded()
    {
        Put("certificates", "Phones", "Other");

        Assert.Equal(["Phones"], Load(Profile).Options.LocalCertificates.Keys);
    }

    [Fact]
    public void Entry_WithoutAFile_MeansTheStores()
    {
        Put("certificates", "Phones");

        var loaded = Load("config vpn certificate local\nedit Phones\nset comments hello\nset password x\nnext\nend\n" + Profile);

        Assert.False(loaded.HasErrors, string.Join('\n', loaded.Problems));
        var local = Assert.Single(loaded.Options.LocalCertificates.Values);
        Assert.Equal(("hello", true, null), (local.Comments, local.IsStored, local.Password));
        Assert.Contains(loaded.Problems, problem => problem.Path.EndsWith("Phones password", StringComparison.Ordinal) && problem.Sentence.StartsWith("no effect", StringComparison.Ordinal));
    }

    [Fact]
    public void Entry_WithAFile_HidesTheStoresWithAWarning()
    {
        Put("certificates", "Phones");
        File.WriteAllText(Path.Combine(_directory, "own.pem"), "");

        var loaded = Load("config vpn certificate local\nedit Phones\nset certificate own.pem\nnext\nend\n" + Profile);

        Assert.Equal(Path.Combine(_directory, "own.pem"), loaded.Options.LocalCertificates["Phones"].Certificate);
        Assert.Contains(loaded.Problems, problem => !problem.IsError && problem.Sentence.StartsWith("the certificate store holds one of this name", StringComparison.Ordinal));
    }

    [Fact]
    public void Store_ThatIsAFile_IsAnError()
    {
        File.WriteAllText(Path.Combine(_directory, "file"), "");

        Assert.Contains("`file` is a file, not a directory", Assert.Single(Load("config system settings\nset certificate-store file\nend\n").Problems, problem => problem.IsError).Sentence, StringComparison.Ordinal);
    }

    private LoadedConfiguration Load(string text) => ConfigurationLoader.LoadText(text, _directory);

    private void Put(string store, params string[] names)
    {
        Directory.CreateDirectory(Path.Combine(_directory, store));
        foreach (var name in names)
        {
            File.WriteAllText(CertificateDirectory.PathOf(Path.Combine(_directory, store), name), "");
        }
    }
}
