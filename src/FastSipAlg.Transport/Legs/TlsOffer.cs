// SPDX-License-Identifier: MIT

using System.Net.Security;
using System.Security.Authentication;
using FastSipAlg.Transport.ClientHello;

namespace FastSipAlg.Transport.Legs;

/// <summary>A cipher suite as it stands in our offer.</summary>
/// <param name="Suite">Its name.</param>
/// <param name="Versions">Those of the profile that have it, highest first.</param>
/// <param name="CertificateKey">The key that a TLS server's certificate needs for it: <c>RSA</c> or <c>ECDSA</c>; null: either.</param>
public sealed record OfferedSuite(TlsCipherSuite Suite, IReadOnlyList<string> Versions, string? CertificateKey);

/// <summary>
/// What really is negotiated, asked of the TLS library itself: the ClientHello that it would send to a SIP server. Towards phones the same list counts, in the same order: the TLS server chooses.
/// Where we have no list of our own it is the library's, as the operator's openssl.cnf left it.
/// </summary>
public static class TlsOffer
{
    private const int HeadersLength = 5 + 4;

    /// <summary>Suites of the ClientHello, preferred first.</summary>
    /// <exception cref="InvalidOperationException">The library would not even begin a handshake.</exception>
    public static IReadOnlyList<OfferedSuite> Of(TlsParameters parameters)
    {
        var versions = TlsVersions.NamesOf(parameters.Versions).Reverse().ToList();
        return
        [
            .. SuitesOf(CatchHello(parameters))
                .Select(suite => new OfferedSuite(suite, [.. versions.Where(version => Has(version, suite.ToString()))], KeyFor(suite.ToString())))
                .Where(offered => offered.Versions.Count > 0),
        ];
    }

    // A signalling value (RFC 5746, RFC 7507) is none of TlsCipherSuite's names.
    private static IEnumerable<TlsCipherSuite> SuitesOf(byte[] record) =>
        record.Length > HeadersLength && ClientHelloParser.Parse(record.AsSpan(HeadersLength)) is { } hello
            ? hello.CipherSuites.ToArray().Select(number => (TlsCipherSuite)number).Where(Enum.IsDefined)
            : throw new InvalidOperationException("the TLS library sent no ClientHello");

    private static byte[] CatchHello(TlsParameters parameters)
    {
        using var catcher = new HelloCatcher();
        using var stream = new SslStream(catcher);
        var options = new SslClientAuthenticationOptions { TargetHost = "sip.invalid" };
        parameters.ApplyTo(options);
        try
        {
            stream.AuthenticateAsClient(options);
        }
        catch (Exception e) when (e is IOException or AuthenticationException)
        {
            // Nobody answers it.
        }

        return catcher.Written;
    }

    // Names tell: TLS 1.3's have no key exchange in them, and what ends in SHA-1 or MD5 is older than TLS 1.2 (RFC 5246 appendix A.5).
    private static bool Has(string version, string suite) => version switch
    {
        "TLS1.3" => !suite.Contains("_WITH_", StringComparison.Ordinal),
        "TLS1.2" => suite.Contains("_WITH_", StringComparison.Ordinal),
        _ => suite.EndsWith("_SHA", StringComparison.Ordinal) || suite.EndsWith("_MD5", StringComparison.Ordinal),
    };

    private static string? KeyFor(string suite) => suite switch
    {
        _ when suite.Contains("_ECDSA_WITH_", StringComparison.Ordinal) => "ECDSA",
        _ when suite.Contains("_WITH_", StringComparison.Ordinal) => "RSA",
        _ => null,
    };

    /// <summary>Keeps what is written to it, and has nothing to read.</summary>
    private sealed class HelloCatcher : MemoryStream
    {
        public byte[] Written { get; private set; } = [];

        public override int Read(byte[] buffer, int offset, int count) => 0;

        public override int Read(Span<byte> buffer) => 0;

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        // What follows it is the alert that nobody answered.
        public override void Write(ReadOnlySpan<byte> buffer)
        {
            if (Written.Length == 0)
            {
                Written = buffer.ToArray();
            }
        }
    }
}
