// SPDX-License-Identifier: MIT

using System.Net;
using System.Security.Cryptography;
using System.Text;
using FastSipAlg.Configuration.Options;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace FastSipAlg.Management.Access;

/// <summary>
/// Who may use the API. With a token, whoever shows it (RFC 6750 §2.1); with a CA, whoever has a certificate of it; with both, who has both. Without either, programs on this machine. Without a token no web page
/// that a browser has open: such a page can send a POST to loopback or with the browser's certificate, or have its own name point to loopback.
/// </summary>
/// <param name="options">Those in use.</param>
/// <param name="isCertificateNeeded">A certificate that was shown has been verified in the handshake.</param>
internal sealed class CallerCheck(Func<ManagementOptions?> options, bool isCertificateNeeded)
{
    private const string Scheme = "Bearer ";

    public CallerVerdict Judge(HttpRequest request)
    {
        if (isCertificateNeeded && request.HttpContext.Connection.ClientCertificate is null)
        {
            return CallerVerdict.CertificateMissing;
        }

        if (options()?.TokenFile is { } file)
        {
            return Shows(request, BearerToken.Read(file)) ? CallerVerdict.Welcome : CallerVerdict.TokenMissing;
        }

        return request.Headers.ContainsKey(HeaderNames.Origin) || (!isCertificateNeeded && !IsThisMachine(request.Host.Host)) ? CallerVerdict.FromWebPage : CallerVerdict.Welcome;
    }

    // Digests are compared, so neither the token's octets nor its length can be found out by the clock. A file that cannot be read lets nobody in.
    private static bool Shows(HttpRequest request, string? token) =>
        token is not null
        && request.Headers.Authorization is [{ } shown]
        && shown.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
        && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(shown[Scheme.Length..].Trim())), SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    private static bool IsThisMachine(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}

/// <summary>What becomes of a caller.</summary>
internal enum CallerVerdict
{
    Welcome,

    /// <summary>Or it is another one.</summary>
    TokenMissing,

    /// <summary>There is a CA for callers, and none of its certificates was shown.</summary>
    CertificateMissing,

    /// <summary>There is no token, and a browser asks for a web page.</summary>
    FromWebPage,
}
