// SPDX-License-Identifier: MIT

using System.Security.Cryptography;
using FastSipAlg.Configuration.Options;
using FastSipAlg.Configuration.Problems;
using FastSipAlg.Simulation.Certificates;
using FastSipAlg.Transport.Certificates;
using Microsoft.Extensions.Time.Testing;

namespace FastSipAlg.Tests.Transport.Certificates;

/// <summary>Certificates held against the lists of their issuers.</summary>
public sealed class RevocationListTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("fastsipalg-crl-").FullName;
    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());
    private readonly LabCertificates _root = LabCertificates.Create();
    private readonly LabCertificates _strangers = LabCertificates.Create();
    private readonly LabCertificates _intermediate;
    private readonly LabCertificate _good;
    private readonly LabCertificate _bad;

    public RevocationListTests()
    {
        _intermediate = _root.CreateIntermediate();
        _good = _root.IssueClient("good");
        _bad = _root.IssueClient("bad");
    }

    public void Dispose()
    {
        _good.Dispose();
        _bad.Dispose();
        _intermediate.Dispose();
        _root.Dispose();
        _strangers.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    [Theory]
    [InlineData(LabKey.P256)]
    [InlineData(LabKey.Rsa2048)]
    public void List_RefusesWhatItHolds(LabKey key)
    {
        using var root = LabCertificates.Create("Another", key);
        using var good = root.IssueClient("good");
        using var bad = root.IssueClient("bad");

        var verifier = Load(root.AuthorityPem, [root.Revoke([bad.Certificate])], out _);

        Assert.Equal(PeerVerdict.Trusted, verifier.Judge(good.Certificate));
        Assert.Equal(PeerVerdict.Revoked, verifier.Judge(bad.Certificate));
    }

    [Fact]
    public void Refusal_NamesCertificateAndSerialNumber()
    {
        Load(_root.AuthorityPem, [_root.Revoke([_bad.Certificate])], out _).Verify(_bad.Certificate, null, out _, out var refusal, out _);

        Assert.Equal($"CN=bad (serial number {_bad.Certificate.SerialNumber}) was revoked by O=FastSipAlg Lab, CN=FastSipAlg Lab CA", refusal);
    }

    [Fact]
    public void PemList_IsReadToo()
    {
        var pem = new string(PemEncoding.Write("X509 CRL", _root.Revoke([_bad.Certificate])));

        Assert.Equal(PeerVerdict.Revoked, Load(_root.AuthorityPem, [System.Text.Encoding.ASCII.GetBytes(pem)], out _).Judge(_bad.Certificate));
    }

    [Theory]
    [InlineData(false, PeerVerdict.RevocationUnknown)]
    [InlineData(true, PeerVerdict.Trusted)]
    public void List_OutOfDate_IsWarnedOfAndCountsByTheSetting(bool accepts, PeerVerdict expected)
    {
        var now = _time.GetUtcNow();
        var list = _root.Revoke([_bad.Certificate], now.AddDays(-3), now.AddDays(-1));

        var verifier = Load(_root.AuthorityPem, [list], out var problems, accepts);

        Assert.Contains("is out of date: the next was due on", Assert.Single(problems).Sentence, StringComparison.Ordinal);
        Assert.Equal(expected, verifier.Judge(_good.Certificate));

        // Out of date or not: what was revoked stays so.
        Assert.Equal(PeerVerdict.Revoked, verifier.Judge(_bad.Certificate));
    }

    [Fact]
    public void Trust_EndsWithTheListThatGaveIt()
    {
        var verifier = Load(_root.AuthorityPem, [_root.Revoke([], nextUpdate: _time.GetUtcNow().AddSeconds(20))], out _);
        Assert.Equal(PeerVerdict.Trusted, verifier.Judge(_good.Certificate));

        _time.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal(PeerVerdict.RevocationUnknown, verifier.Judge(_good.Certificate));
    }

    [Fact]
    public void List_OfANamesake_IsAnErrorAndCountsForNothing()
    {
        // The same distinguished name, another key.
        var verifier = Load(_root.AuthorityPem, [_strangers.Revoke([_good.Certificate])], out var problems);

        Assert.Contains("is not signed by", Assert.Single(problems, problem => problem.IsError).Sentence, StringComparison.Ordinal);
        Assert.Equal(PeerVerdict.RevocationUnknown, verifier.Judge(_good.Certificate));
    }

    [Fact]
    public void List_ThatWasAltered_IsAnError()
    {
        var list = _root.Revoke([_bad.Certificate]);
        var serial = _bad.Certificate.SerialNumberBytes.Span;
        list[list.AsSpan().IndexOf(serial) + 5] ^= 1;

        Load(_root.AuthorityPem, [list], out var problems);

        Assert.Contains("is not signed by", Assert.Single(problems, problem => problem.IsError).Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void ListOfAnIntermediate_CountsForItsChains()
    {
        using var revoked = _intermediate.IssueClient("revoked");
        using var other = _intermediate.IssueClient("other");

        var verifier = Load(_root.AuthorityPem, [_intermediate.Revoke([revoked.Certificate])], out var problems);

        Assert.Contains("which is not in this entry", Assert.Single(problems, problem => !problem.IsError).Sentence, StringComparison.Ordinal);
        Assert.Equal(PeerVerdict.Revoked, verifier.Judge(revoked.Certificate, revoked.Intermediates));
        Assert.Equal(PeerVerdict.Trusted, verifier.Judge(other.Certificate, other.Intermediates));
    }

    [Fact]
    public void RevokedIntermediate_TakesWhatItIssuedWithIt()
    {
        using var below = _intermediate.IssueClient("below");

        var verifier = Load(_root.AuthorityPem, [_root.Revoke([_intermediate.AuthorityCertificate]), _intermediate.Revoke([])], out _);

        Assert.Equal(PeerVerdict.Revoked, verifier.Judge(below.Certificate, below.Intermediates));
    }

    [Theory]
    [InlineData("", "is no certificate revocation list")]
    [InlineData("garbage", "is no certificate revocation list")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "there is no certificate revocation list in")]
    public void File_ThatIsNoList_IsAnError(string text, string expected)
    {
        Load(_root.AuthorityPem, [System.Text.Encoding.ASCII.GetBytes(text)], out var problems);

        Assert.Contains(expected, Assert.Single(problems, problem => problem.IsError).Sentence, StringComparison.Ordinal);
    }

    /// <summary>Cut or altered anywhere, a list is refused or says the same; nothing throws.</summary>
    [Fact]
    public void List_DamagedAnywhere_NeverThrows()
    {
        var list = _root.Revoke([_bad.Certificate]);
        for (var i = 0; i < list.Length; i++)
        {
            RevocationList.Parse(list[..i], out _);
            var altered = (byte[])list.Clone();
            altered[i] ^= 0x81;
            Assert.False(RevocationList.Parse(altered, out _) is { } parsed && parsed.IsBy(_root.AuthorityCertificate), $"octet {i}");
        }
    }

    private PeerVerifier Load(string caPem, byte[][] lists, out IReadOnlyList<OptionProblem> problems, bool accepts = false)
    {
        var paths = lists.Select((list, index) =>
        {
            var path = Path.Combine(_directory, $"{index}.crl");
            File.WriteAllBytes(path, list);
            return path;
        });
        var options = new FastSipAlgOptions();
        options.CaCertificates["Lab_CA"] = new CaCertificateOptions { Name = "Lab_CA", Ca = caPem, Crls = [.. paths], AcceptsUnknownRevocation = accepts };
        options.Peers["check"] = new PeerOptions { Name = "check", Ca = "Lab_CA" };
        return PeerVerifier.ForPhones(CertificateStore.Load(options, _time, out problems), "check", _time);
    }
}
