// SPDX-License-Identifier: MIT

using System.Globalization;
using System.Net;
using System.Net.Sockets;
using FastSipAlg.Simulation.Certificates;
using FastSipAlg.TestKit;
using FastSipAlg.Transport.Legs;

namespace FastSipAlg.EndToEnd.Tests;

/// <summary>Certificates of phones and of the SIP server that were revoked, in real handshakes; OCSP answered by openssl.</summary>
public sealed class RevocationIsChecked
{
    [RequiresToolTheory("openssl")]
    [InlineData(LegSide.Phone)]
    [InlineData(LegSide.Server)]
    public async Task Responder_DecidesOnBothLegs(LegSide side)
    {
        using var lab = new LegLab(ca => ca.Ocsp = true);
        using var responder = new OcspResponder(lab.PathOf("ocsp"));
        using var good = Issue(lab, responder.Url);
        using var revoked = Issue(lab, responder.Url);
        using var unknown = Issue(lab, responder.Url);
        responder.Knows(good, isRevoked: false);
        responder.Knows(revoked, isRevoked: true);
        using var signer = Signer(lab, LabUsage.OcspSigning);
        await responder.StartAsync(lab.Authority, signer);

        var accepted = await OpenAsync(lab, side, good);
        Assert.True(accepted.Failure == LegEndReason.None, accepted.Detail);

        var refused = await OpenAsync(lab, side, revoked);
        Assert.Equal(LegEndReason.PeerRefused, refused.Failure);
        Assert.StartsWith($"CN={LegLab.Domain} (serial number {revoked.Certificate.SerialNumber}) was revoked, says {responder.Url}", refused.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("allowed versions", refused.Detail, StringComparison.Ordinal);

        Assert.Contains("the responder does not know it", (await OpenAsync(lab, side, unknown)).Detail, StringComparison.Ordinal);
    }

    [RequiresTool("openssl")]
    public async Task Answer_IsRememberedAsLongAsItCounts()
    {
        using var lab = new LegLab(ca => ca.Ocsp = true);
        using var responder = new OcspResponder(lab.PathOf("ocsp"));
        using var good = Issue(lab, responder.Url);
        responder.Knows(good, isRevoked: false);
        using var signer = Signer(lab, LabUsage.OcspSigning);
        await responder.StartAsync(lab.Authority, signer);
        Assert.Equal(LegEndReason.None, (await lab.OpenPhoneLegAsync(good)).Failure);

        responder.Stop();

        // The verdict is forgotten after a minute, the answer counts for five.
        lab.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(LegEndReason.None, (await lab.OpenPhoneLegAsync(good)).Failure);
        lab.Time.Advance(TimeSpan.FromMinutes(4));
        var last = await lab.OpenPhoneLegAsync(good);
        Assert.Equal(LegEndReason.PeerRefused, last.Failure);
        Assert.Contains($"{responder.Url} cannot be asked", last.Detail, StringComparison.Ordinal);
    }

    [RequiresTool("openssl")]
    public async Task Answer_SignedByAnyoneElse_CountsForNothing()
    {
        using var lab = new LegLab(ca => ca.Ocsp = true);
        using var responder = new OcspResponder(lab.PathOf("ocsp"));
        using var good = Issue(lab, responder.Url);
        responder.Knows(good, isRevoked: false);
        using var signer = Signer(lab, LabUsage.ServerAuth);
        await responder.StartAsync(lab.Authority, signer);

        var opening = await lab.OpenPhoneLegAsync(good);

        Assert.Equal(LegEndReason.PeerRefused, opening.Failure);
        Assert.Contains("is not signed by the issuer, nor by whom the issuer lets sign", opening.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, LegEndReason.PeerRefused)]
    [InlineData(true, LegEndReason.None)]
    public async Task Responder_ThatIsNotThere_CountsByTheSetting(bool accepts, LegEndReason expected)
    {
        using var lab = new LegLab(ca => (ca.Ocsp, ca.AcceptsUnknownRevocation) = (true, accepts));
        using var certificate = Issue(lab, string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePort.Next()}/"));

        Assert.Equal(expected, (await lab.OpenPhoneLegAsync(certificate)).Failure);
    }

    [Fact]
    public async Task Responder_ThatSaysNothing_IsWaitedForUntilTheDeadline()
    {
        using var lab = new LegLab(ca => ca.Ocsp = true);
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        using var certificate = Issue(lab, string.Create(CultureInfo.InvariantCulture, $"http://{silent.LocalEndpoint}/"));

        var opening = lab.OpenPhoneLegAsync(certificate);
        using var asked = await silent.AcceptTcpClientAsync().WaitAsync(TimeSpan.FromSeconds(20));
        Assert.False(opening.IsCompleted);
        lab.Time.Advance(TimeSpan.FromSeconds(4));

        Assert.Contains("does not answer within 3 s", (await opening.WaitAsync(TimeSpan.FromSeconds(20))).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Responder_ThatSendsWithoutEnd_IsNotListenedTo()
    {
        using var lab = new LegLab(ca => ca.Ocsp = true);
        using var endless = new TcpListener(IPAddress.Loopback, 0);
        endless.Start();
        using var certificate = Issue(lab, string.Create(CultureInfo.InvariantCulture, $"http://{endless.LocalEndpoint}/"));

        var opening = lab.OpenPhoneLegAsync(certificate);
        using var asked = await endless.AcceptTcpClientAsync().WaitAsync(TimeSpan.FromSeconds(20));
        await asked.GetStream().WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n"u8.ToArray());

        Assert.Contains("cannot be asked", (await opening.WaitAsync(TimeSpan.FromSeconds(20))).Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(LegSide.Phone)]
    [InlineData(LegSide.Server)]
    public async Task UntrustedCertificate_ThatNamesAResponder_MakesUsAskNobody(LegSide side)
    {
        using var lab = new LegLab(ca => ca.Ocsp = true);
        using var trap = new TcpListener(IPAddress.Loopback, 0);
        trap.Start();
        using var certificate = lab.Strangers.Issue(new LabCertificateRequest
        {
            CommonName = LegLab.Domain,
            DnsNames = [LegLab.Domain],
            ResponderUrl = string.Create(CultureInfo.InvariantCulture, $"http://{trap.LocalEndpoint}/"),
        });

        var opening = await OpenAsync(lab, side, certificate);

        Assert.Equal(LegEndReason.PeerRefused, opening.Failure);
        Assert.False(trap.Pending(), "the peer's certificate made us open a connection");
    }

    [Fact]
    public async Task Certificate_WithoutAResponder_PassesWhereThereAreNoLists()
    {
        using var lab = new LegLab(ca => ca.Ocsp = true);
        using var certificate = lab.Authority.Issue(new LabCertificateRequest { CommonName = "phone" });

        Assert.Equal(LegEndReason.None, (await lab.OpenPhoneLegAsync(certificate)).Failure);
    }

    private static LabCertificate Issue(LegLab lab, string responder) =>
        lab.Authority.Issue(new LabCertificateRequest { CommonName = LegLab.Domain, DnsNames = [LegLab.Domain], ResponderUrl = responder });

    private static LabCertificate Signer(LegLab lab, LabUsage usage) => lab.Authority.Issue(new LabCertificateRequest { CommonName = "responder", Usage = usage });

    private static Task<LegOpening> OpenAsync(LegLab lab, LegSide side, LabCertificate certificate) =>
        side == LegSide.Phone ? lab.OpenPhoneLegAsync(certificate) : lab.OpenServerLegAsync(certificate);
}
