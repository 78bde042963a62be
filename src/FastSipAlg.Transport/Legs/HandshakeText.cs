// SPDX-License-Identifier: MIT

using System.Globalization;
using System.Net.Security;
using System.Text;
using FastSipAlg.Transport.Certificates;
using FastSipAlg.Transport.ClientHello;

namespace FastSipAlg.Transport.Legs;

/// <summary>What a phone offers and what we allow, as the log line of a failed handshake says it. Bounded, and what a stranger chose is made printable.</summary>
internal static class HandshakeText
{
    private const int MaxSuites = 20;
    private const int MaxVersions = 8;
    private const int MaxProtocols = 4;

    /// <summary><c>it offers versions=TLS1.3,TLS1.2 suites=… sni=sip.example.com alpn=sip/2</c>.</summary>
    public static string Offer(ClientHelloInfo hello)
    {
        var text = new StringBuilder("it offers versions=");
        if (hello.SupportedVersions.IsEmpty)
        {
            text.Append("up to ").Append(VersionName(hello.LegacyVersion));
        }
        else
        {
            Append(text, hello.SupportedVersions, MaxVersions, VersionName);
        }

        text.Append(" suites=");
        Append(text, hello.CipherSuites, MaxSuites, SuiteName);
        text.Append(" sni=").Append(hello.ServerName is { } name ? Printable(name) : "none");
        if (hello.ApplicationProtocols.Count > 0)
        {
            text.Append(" alpn=").AppendJoin(',', hello.ApplicationProtocols.Take(MaxProtocols).Select(Printable));
        }

        return text.ToString();
    }

    /// <summary><c>allowed versions=TLS1.2,TLS1.3 suites=…</c>.</summary>
    public static string Allowed(TlsParameters tls)
    {
        var text = new StringBuilder("allowed versions=").AppendJoin(',', TlsVersions.NamesOf(tls.Versions)).Append(" suites=");
        if (tls.OwnSuites is not { } suites)
        {
            return text.Append("those of the TLS library").ToString();
        }

        Append(text, [.. suites.AllowedCipherSuites.Select(suite => (ushort)suite)], MaxSuites, SuiteName);
        return text.ToString();
    }

    private static void Append(StringBuilder text, ReadOnlySpan<ushort> numbers, int maximum, Func<ushort, string> name)
    {
        var shown = 0;
        var more = 0;
        foreach (var number in numbers)
        {
            if (IsGrease(number))
            {
                continue;
            }

            if (shown == maximum)
            {
                more++;
                continue;
            }

            text.Append(shown == 0 ? "" : ",").Append(name(number));
            shown++;
        }

        if (more > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $",and {more} more");
        }
    }

    // RFC 8701: 0x0a0a, 0x1a1a, …: sent so that nobody forgets to ignore what he does not know.
    private static bool IsGrease(ushort number) => (number & 0x0f0f) == 0x0a0a && number >> 8 == (number & 0xff);

    private static string VersionName(ushort version) => version switch
    {
        0x0304 => "TLS1.3",
        0x0303 => "TLS1.2",
        0x0302 => "TLS1.1",
        0x0301 => "TLS1.0",
        0x0300 => "SSL3.0",
        _ => Hexadecimal(version),
    };

    private static string SuiteName(ushort suite) => suite switch
    {
        0x00ff => "TLS_EMPTY_RENEGOTIATION_INFO_SCSV",
        0x5600 => "TLS_FALLBACK_SCSV",
        _ when Enum.IsDefined((TlsCipherSuite)suite) => ((TlsCipherSuite)suite).ToString(),
        _ => Hexadecimal(suite),
    };

    private static string Hexadecimal(ushort number) => string.Create(CultureInfo.InvariantCulture, $"0x{number:x4}");

    // Blanks part the line's fields.
    private static string Printable(string text) => CertificateText.Printable(text).Replace(' ', '?');
}
