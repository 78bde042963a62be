// SPDX-License-Identifier: MIT

using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace FastSipAlg.Transport.Certificates;

/// <summary>
/// Asks the responders that certificates name whether these were revoked (RFC 6960, by HTTP POST), and remembers the answers as long as they count. Only of a chain that was found sound: else a stranger's
/// certificate would say where we send requests. Bounded in time, octets, requests at once and answers remembered; thread-safe.
/// </summary>
internal sealed class OcspResponders(TimeProvider time)
{
    /// <summary>Ours: a phone's handshake waits for it, and OpenSSL's and browsers' clients wait from 3 to 10 s.</summary>
    internal static readonly TimeSpan Deadline = TimeSpan.FromSeconds(3);

    /// <summary>Ours: an answer with its responder's certificate is 2 KiB.</summary>
    private const int MaximumLength = 64 * 1024;

    /// <summary>At once, to all responders. Ours: enough for a storm of phones, too few to be a weapon.</summary>
    private const int MaximumRequests = 16;

    /// <summary>Phones have a certificate each; beyond this many, what is remembered starts anew.</summary>
    private const int MaximumAnswers = 4096;

    /// <summary>However long an answer counts, it is asked for again. Ours: a phone that was stolen is to be out within an hour.</summary>
    private static readonly TimeSpan MaximumAge = TimeSpan.FromHours(1);

    private static readonly SemaphoreSlim Places = new(MaximumRequests);

    private static readonly HttpClient Http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(2) })
    {
        MaxResponseContentBufferSize = MaximumLength,
        Timeout = Timeout.InfiniteTimeSpan,
    };

    private readonly ConcurrentDictionary<string, Answer> _answers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Task<Answer>> _asked = new(StringComparer.Ordinal);

    /// <summary>What was answered before about the first certificate of a sound chain and still counts.</summary>
    internal RevocationStatus Remembered(IReadOnlyList<X509Certificate2> chain) =>
        chain.Count > 1 && _answers.TryGetValue(Key(chain[0], chain[1]), out var answer) && time.GetUtcNow() < answer.Until ? answer.Finding.Status : RevocationStatus.Unknown;

    /// <summary>The question that remains about the first certificate of a sound chain; null: it names no responder.</summary>
    internal static OcspQuestion? QuestionFor(IReadOnlyList<X509Certificate2> chain)
    {
        if (chain.Count < 2 || ResponderOf(chain[0]) is not { } responder)
        {
            return null;
        }

        // Copies: the chain's own are gone when the answer comes.
        return new OcspQuestion(
            Key(chain[0], chain[1]),
            responder,
            X509CertificateLoader.LoadCertificate(chain[0].RawDataMemory.Span),
            X509CertificateLoader.LoadCertificate(chain[1].RawDataMemory.Span));
    }

    internal static bool NamesResponder(X509Certificate2 certificate) => ResponderOf(certificate) is not null;

    /// <summary>Asks, unless somebody else is asking the same. Never fails: what goes wrong is <see cref="RevocationStatus.Unknown"/> with its sentence.</summary>
    internal async Task<OcspFinding> AskAsync(OcspQuestion question)
    {
        var answer = await _asked.GetOrAdd(question.Key, _ => FetchAsync(question));
        _asked.TryRemove(question.Key, out _);
        if (answer.Finding.Status != RevocationStatus.Unknown)
        {
            if (_answers.Count >= MaximumAnswers)
            {
                _answers.Clear();
            }

            _answers[question.Key] = answer;
        }

        return answer.Finding;
    }

    private async Task<Answer> FetchAsync(OcspQuestion question)
    {
        // The caller's thread has flows to carry.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        using var deadline = new CancellationTokenSource(Deadline, time);
        try
        {
            await Places.WaitAsync(deadline.Token);
            try
            {
                var id = new OcspCertId(question.Certificate, question.Issuer);
                using var content = new ByteArrayContent(id.ToRequest());
                content.Headers.ContentType = new MediaTypeHeaderValue("application/ocsp-request");
                using var response = await Http.PostAsync(question.Responder, content, deadline.Token);
                if (!response.IsSuccessStatusCode)
                {
                    return Unknown($"{question.Responder} answers HTTP {(int)response.StatusCode}");
                }

                var now = time.GetUtcNow();
                var status = OcspResponse.Read(await response.Content.ReadAsByteArrayAsync(deadline.Token), id, question.Issuer, now, out var until, out var fault);
                return status == RevocationStatus.Unknown ? Unknown($"{fault} ({question.Responder})") : new Answer(new OcspFinding(status, ""), until < now + MaximumAge ? until : now + MaximumAge);
            }
            finally
            {
                Places.Release();
            }
        }
        catch (OperationCanceledException)
        {
            return Unknown($"{question.Responder} does not answer within {Deadline.TotalSeconds} s");
        }
        catch (Exception exception) when (exception is HttpRequestException or InvalidOperationException)
        {
            return Unknown($"{question.Responder} cannot be asked: {exception.Message}");
        }
    }

    private static Answer Unknown(string sentence) => new(new OcspFinding(RevocationStatus.Unknown, sentence), default);

    private static string Key(X509Certificate2 certificate, X509Certificate2 issuer) =>
        issuer.GetCertHashString(HashAlgorithmName.SHA256) + certificate.SerialNumber;

    // AuthorityInfoAccessSyntax, id-ad-ocsp: RFC 5280 §4.2.2.1. Only http: whoever asked by https would have a certificate to judge, and so on.
    private static Uri? ResponderOf(X509Certificate2 certificate)
    {
        try
        {
            return certificate.Extensions.OfType<X509AuthorityInformationAccessExtension>()
                .SelectMany(access => access.EnumerateOcspUris())
                .Select(text => Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttp ? uri : null)
                .FirstOrDefault(uri => uri is not null);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private readonly record struct Answer(OcspFinding Finding, DateTimeOffset Until);
}

/// <summary>A certificate, its issuer, and who can tell whether it was revoked.</summary>
internal sealed record OcspQuestion(string Key, Uri Responder, X509Certificate2 Certificate, X509Certificate2 Issuer) : IDisposable
{
    public void Dispose()
    {
        Certificate.Dispose();
        Issuer.Dispose();
    }
}

/// <param name="Status">What the responder said.</param>
/// <param name="Sentence">Why nothing is known; empty otherwise.</param>
internal readonly record struct OcspFinding(RevocationStatus Status, string Sentence);
