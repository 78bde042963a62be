// SPDX-License-Identifier: MIT

using System.Security.Authentication;
using FastSipAlg.Configuration.Options;
using FastSipAlg.Transport.Legs;

namespace FastSipAlg.Tests.Transport.Legs;

public sealed class CipherSuitesTests
{
    private const SslProtocols AllVersions = TlsVersions.Old | SslProtocols.Tls12 | SslProtocols.Tls13;

    [Fact]
    public void Choose_ByPfs_TakesEphemeralKeysOrRsaOrBoth()
    {
        const SslProtocols Versions = SslProtocols.Tls12 | SslProtocols.Tls13;

        var required = Choose(Versions, SslAlgorithm.High, SslPfs.Require);
        var denied = Choose(SslProtocols.Tls12, SslAlgorithm.High, SslPfs.Deny);
        var allowed = Choose(Versions, SslAlgorithm.High, SslPfs.Allow);

        Assert.DoesNotContain(required, name => name.StartsWith("TLS_RSA_", StringComparison.Ordinal));
        Assert.All(denied, name => Assert.StartsWith("TLS_RSA_", name, StringComparison.Ordinal));
        Assert.Equal(required.Concat(denied), allowed);
    }

    [Fact]
    public void Choose_ByVersions_TakesTheSuitesThatTheyHave()
    {
        Assert.All(Choose(SslProtocols.Tls13, SslAlgorithm.Low, SslPfs.Allow), name => Assert.DoesNotContain("_WITH_", name, StringComparison.Ordinal));
        Assert.All(Choose(SslProtocols.Tls12, SslAlgorithm.High, SslPfs.Allow), name => Assert.Contains("_WITH_", name, StringComparison.Ordinal));
        Assert.All(Choose(TlsVersions.Old, SslAlgorithm.High, SslPfs.Allow), name => Assert.EndsWith("_CBC_SHA", name, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(SslAlgorithm.High, "")]
    [InlineData(SslAlgorithm.Medium, "3DES RC4")]
    [InlineData(SslAlgorithm.Low, "3DES RC4 DES")]
    public void Choose_ByAlgorithm_AddsWhatThePlatformHas(SslAlgorithm algorithm, string ciphers)
    {
        var strong = Choose(AllVersions, SslAlgorithm.High, SslPfs.Allow);

        var added = Choose(AllVersions, algorithm, SslPfs.Allow).Except(strong).ToList();

        Assert.Equal(ciphers.Split(' ', StringSplitOptions.RemoveEmptyEntries), CipherSuites.Weak.Where(weak => weak.Rsa.Any(suite => added.Contains(suite.ToString()))).Select(weak => weak.Name));
        Assert.Equal(ciphers.Split(' ', StringSplitOptions.RemoveEmptyEntries), CipherSuites.Lacking(algorithm, _ => false));
        Assert.Empty(CipherSuites.Lacking(algorithm, _ => true));
    }

    [Fact]
    public void Choose_WhateverIsAsked_NeverTakesNullAnonymousOrExportSuites()
    {
        var all = Choose(AllVersions, SslAlgorithm.Low, SslPfs.Allow);

        Assert.DoesNotContain(all, name => name.Contains("NULL", StringComparison.Ordinal) || name.Contains("anon", StringComparison.Ordinal) || name.Contains("EXPORT", StringComparison.Ordinal));
        Assert.Distinct(all);
    }

    [Fact]
    public void StrongSuites_OnThisPlatform_AreAllHere()
    {
        Assert.All(CipherSuites.Choose(AllVersions, SslAlgorithm.High, SslPfs.Allow, _ => true), suite => Assert.True(CipherSuites.IsHere(suite), suite.ToString()));
    }

    private static IReadOnlyList<string> Choose(SslProtocols versions, SslAlgorithm algorithm, SslPfs pfs) =>
        [.. CipherSuites.Choose(versions, algorithm, pfs, _ => true).Select(suite => suite.ToString())];
}
