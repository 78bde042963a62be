// SPDX-License-Identifier: MIT

using System.Globalization;
using System.Net;
using System.Net.Sockets;
using FastSipAlg.Simulation.Certificates;
using FastSipAlg.Transport.Legs;

namespace FastSipAlg.EndToEnd.Tests;

/// <summary>Certificates of phones and of the SIP server in real handshakes through the leg factories.</summary>
public sealed class PeersAreVerified
{
    [Theory]
    [InlineData(LegSide.Phone)]
    [InlineData(LegSide.Server)]
    public async Task UntrustedCertificate_ThatNamesAnIssuerUrl_MakesUsFetchNothing(LegSide side)
    {
        using var lab = new LegLab();
        using var trap = new TcpListener(IPAddress.Loopback, 0);
        trap.Start();
        using var certificate = lab.Strangers.Issue(new LabCertificateRequest
        {
            CommonName = LegLab.Domain,
            DnsNames = [LegLab.Domain],
            IssuerUrl = string.Create(CultureInfo.InvariantCulture, $"http://{trap.LocalEndpoint}/issuer.der"),
        });

        var opening = await OpenAsync(lab, side, certificate);

        Assert.Equal(LegEndReason.PeerRefused, opening.Failure);
        Assert.False(trap.Pending(), "the peer's certificate made us open a connection");
    }

    [Theory]
    [InlineData(LegSide.Phone)]
    [InlineData(LegSide.Server)]
    public async Task Certificate_OfATrustedRoot_OpensTheLeg(LegSide side)
    {
        using var lab = new LegLab();
        using var certificate = Issue(lab.Authority);

        var opening = await OpenAsync(lab, side, certificate);

        Assert.Equal(LegEndReason.None, opening.Failure);
        Assert.NotNull(opening.Leg);
    }

    [Theory]
    [InlineData(LegSide.Phone)]
    [InlineData(LegSide.Server)]
    public async Task Certificate_OfAnIntermediateThatThePeerSends_OpensTheLeg(LegSide side)
    {
        using var lab = new LegLab();
        using var upper = lab.Authority.CreateIntermediate("Upper");
        using var lower = upper.CreateIntermediate("Lower");
        using var certificate = Issue(lower);

        var opening = await OpenAsync(lab, side, certificate);

        Assert.Equal(LegEndReason.None, opening.Failure);
    }

    [Theory]
    [InlineData(LegSide.Phone)]
    [InlineData(LegSide.Server)]
    public async Task Certificate_OfAStranger_IsRefusedWithASentence(LegSide side)
    {
        using var lab = new LegLab();
        using var certificate = Issue(lab.Strangers);

        var opening = await OpenAsync(lab, side, certificate);

        Assert.Null(opening.Leg);
        Assert.Equal(LegEndReason.PeerRefused, opening.Failure);
        Assert.Contains("does not lead to CA Lab_CA", opening.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Phone_WithoutACertificate_IsRefusedWithASentence()
    {
        using var lab = new LegLab();

        var opening = await lab.OpenPhoneLegAsync((LabCertificate?)null);

        Assert.Equal(LegEndReason.PeerRefused, opening.Failure);
        Assert.StartsWith("the peer showed no certificate; it offers versions=", opening.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_OfAnotherName_IsRefusedWithASentence()
    {
        using var lab = new LegLab();
        using var certificate = lab.Authority.IssueServer("other.example.com");

        var opening = await lab.OpenServerLegAsync(certificate);

        Assert.Equal(LegEndReason.PeerRefused, opening.Failure);
        Assert.Equal($"the certificate is not for {LegLab.Domain}: it is for other.example.com", opening.Detail);
    }

    private static LabCertificate Issue(LabCertificates authority) =>
        authority.Issue(new LabCertificateRequest { CommonName = LegLab.Domain, DnsNames = [LegLab.Domain] });

    private static Task<LegOpening> OpenAsync(LegLab lab, LegSide side, LabCertificate certificate) =>
        side == LegSide.Phone ? lab.OpenPhoneLegAsync(certificate) : lab.OpenServerLegAsync(certificate);
}
