// SPDX-License-Identifier: MIT

namespace FastSipAlg.Transport.Certificates;

/// <summary>
/// A peer's certificate that is trusted but for one thing: the responder of its issuer is yet to be asked. The handshake cannot wait for that, its callback being synchronous; so nothing
/// is to be carried before <see cref="AskAsync"/> has come back.
/// </summary>
public sealed class PendingVerdict
{
    private readonly OcspResponders _responders;
    private readonly OcspQuestion _question;
    private readonly bool _acceptsUnknown;
    private readonly Action _trust;

    internal PendingVerdict(OcspResponders responders, OcspQuestion question, bool acceptsUnknown, Action trust)
    {
        _responders = responders;
        _question = question;
        _acceptsUnknown = acceptsUnknown;
        _trust = trust;
    }

    /// <summary>null: trusted; else the sentence of the refusal. Comes back within <see cref="OcspResponders.Deadline"/>; once.</summary>
    public async Task<string?> AskAsync()
    {
        using var question = _question;
        var subject = CertificateText.Subject(question.Certificate);
        var finding = await _responders.AskAsync(question);
        switch (finding.Status)
        {
            case RevocationStatus.Revoked:
                return $"{subject} (serial number {question.Certificate.SerialNumber}) was revoked, says {question.Responder}";
            case RevocationStatus.Unknown when !_acceptsUnknown:
                return $"whether {subject} was revoked is not known: {finding.Sentence}";
            case RevocationStatus.Good:
                _trust();
                return null;
            default:
                return null;
        }
    }
}
