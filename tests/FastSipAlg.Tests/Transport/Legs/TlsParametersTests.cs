// SPDX-License-Identifier: MIT

using System.Net.Security;
using System.Security.Authentication;
using FastSipAlg.Configuration.Options;
using FastSipAlg.Transport.Legs;

namespace FastSipAlg.Tests.Transport.Legs;

public sealed class TlsParametersTests
{
    [Fact]
    public void Of_TheDefaultProfile_LeavesThePlatformAlone()
    {
        var options = ServerOptions(new VoipProfileOptions { Name = "default" });

        Assert.Equal(SslProtocols.Tls12 | SslProtocols.Tls13, options.EnabledSslProtocols);
        Assert.Null(options.CipherSuitesPolicy);
        Assert.Equal(EncryptionPolicy.RequireEncryption, options.EncryptionPolicy);
    }

    [Theory]
    [InlineData(SslVersion.Tls12, SslVersion.Tls12, SslPfs.Require, true, false)]
    [InlineData(SslVersion.Tls13, SslVersion.Tls13, SslPfs.Require, true, false)]
    [InlineData(SslVersion.Tls12, SslVersion.Tls13, SslPfs.Allow, false, false)]
    [InlineData(SslVersion.Tls12, SslVersion.Tls12, SslPfs.Deny, false, false)]
    [InlineData(SslVersion.Tls11, SslVersion.Tls13, SslPfs.Require, false, true)]
    [InlineData(SslVersion.Ssl30, SslVersion.Tls12, SslPfs.Require, false, true)]
    public void Of_AProfile_PaysOnlyForWhatItAsks(SslVersion lowest, SslVersion highest, SslPfs pfs, bool resumes, bool lowersLevel)
    {
        var parameters = TlsParameters.Of(new VoipProfileOptions { Name = "one", SslMinVersion = lowest, SslMaxVersion = highest, SslPfs = pfs });

        Assert.Equal((resumes, lowersLevel), (parameters.Resumes, parameters.LowersSecurityLevel));
    }

    [Fact]
    public void Of_TwoProfilesThatSayTheSame_IsOne()
    {
        var one = TlsParameters.Of(new VoipProfileOptions { Name = "one", SslPfs = SslPfs.Allow });
        var other = TlsParameters.Of(new VoipProfileOptions { Name = "other", SslPfs = SslPfs.Allow });

        Assert.Same(one, other);
    }

    // No build of OpenSSL that we are tested with has RC4, so the platform is a made-up one; SslStream drops from a policy what is not there.
    [Fact]
    public void Create_OnAPlatformWithRc4_LowersTheLevelForIt()
    {
        var high = TlsParameters.Create(SslProtocols.Tls12, SslAlgorithm.High, SslPfs.Require, _ => true);
        var medium = TlsParameters.Create(SslProtocols.Tls12, SslAlgorithm.Medium, SslPfs.Require, _ => true);

        Assert.False(high.LowersSecurityLevel);
        Assert.True(medium.LowersSecurityLevel);
    }

    private static SslServerAuthenticationOptions ServerOptions(VoipProfileOptions profile)
    {
        var options = new SslServerAuthenticationOptions();
        TlsParameters.Of(profile).ApplyTo(options);
        return options;
    }
}
