// SPDX-License-Identifier: MIT

using System.Globalization;
using System.Net;
using FastSipAlg.Simulation.Certificates;

namespace FastSipAlg.EndToEnd.Tests;

/// <summary>How each stranger is told what to speak.</summary>
internal static class StrangerArguments
{
    /// <summary>Whether a stranger has what an offer names: Debian's openssl has neither 3DES nor RC4, and the others make no connection without encryption.</summary>
    public static bool CanOffer(Stranger stranger, StrangerOffer offer) => offer switch
    {
        StrangerOffer.TripleDes or StrangerOffer.Rc4 => stranger != Stranger.OpenSsl,
        StrangerOffer.NoEncryption => stranger == Stranger.OpenSsl,
        _ => true,
    };

    public static (string Tool, string Arguments) AsPhone(Stranger stranger, StrangerOffer offer, IPEndPoint relay) => stranger switch
    {
        Stranger.OpenSsl => ("openssl", $"s_client -connect {relay} -servername {RelayLab.Domain} -quiet {Openssl(offer)}"),
        Stranger.GnuTls => ("gnutls-cli", string.Create(CultureInfo.InvariantCulture, $"--insecure --priority {Gnutls(offer)} -p {relay.Port} {relay.Address}")),
        _ => ("tstclnt", string.Create(CultureInfo.InvariantCulture, $"-h {relay.Address} -p {relay.Port} -a {RelayLab.Domain} -D -o {Nss(offer)}")),
    };

    /// <summary>A server that answers whatever it reads with something, SIP or not. <paramref name="nssDatabase"/> holds the same certificate as <paramref name="files"/>.</summary>
    public static (string Tool, string Arguments) AsServer(Stranger stranger, StrangerOffer offer, int port, LabCertificateFiles files, string nssDatabase) => stranger switch
    {
        Stranger.OpenSsl => ("openssl", string.Create(CultureInfo.InvariantCulture, $"s_server -accept 127.0.0.1:{port} -cert {files.CertificatePath} -key {files.KeyPath} -rev {Openssl(offer)}")),
        Stranger.GnuTls => ("gnutls-serv", string.Create(CultureInfo.InvariantCulture, $"--echo --quiet --priority {Gnutls(offer)} -p {port} --x509certfile {files.CertificatePath} --x509keyfile {files.KeyPath}")),
        _ => ("selfserv", string.Create(CultureInfo.InvariantCulture, $"-d {nssDatabase} -n {NssName} -p {port} {Nss(offer)}")),
    };

    /// <summary>The certificate's name in an NSS database.</summary>
    public const string NssName = "server";

    private static string Openssl(StrangerOffer offer) => offer switch
    {
        StrangerOffer.Tls10 => "-tls1 -cipher ALL:@SECLEVEL=0",
        StrangerOffer.Tls11 => "-tls1_1 -cipher ALL:@SECLEVEL=0",
        StrangerOffer.Tls12 => "-tls1_2",
        StrangerOffer.Tls13 => "-tls1_3",
        StrangerOffer.RsaKeys => "-tls1_2 -cipher kRSA",
        StrangerOffer.EphemeralKeys => "-tls1_2 -cipher ECDHE",
        StrangerOffer.NoEncryption => "-tls1 -cipher eNULL:@SECLEVEL=0",
        _ => throw new ArgumentOutOfRangeException(nameof(offer)),
    };

    private static string Gnutls(StrangerOffer offer) => offer switch
    {
        StrangerOffer.Tls10 => "NORMAL:-VERS-ALL:+VERS-TLS1.0",
        StrangerOffer.Tls11 => "NORMAL:-VERS-ALL:+VERS-TLS1.1",
        StrangerOffer.Tls12 => "NORMAL:-VERS-ALL:+VERS-TLS1.2",
        StrangerOffer.Tls13 => "NORMAL:-VERS-ALL:+VERS-TLS1.3",
        StrangerOffer.RsaKeys => "NORMAL:-VERS-ALL:+VERS-TLS1.2:-KX-ALL:+RSA",
        StrangerOffer.EphemeralKeys => "NORMAL:-VERS-ALL:+VERS-TLS1.2:-KX-ALL:+ECDHE-RSA",
        StrangerOffer.TripleDes => "NORMAL:-VERS-ALL:+VERS-TLS1.2:-KX-ALL:+RSA:-CIPHER-ALL:+3DES-CBC",
        StrangerOffer.Rc4 => "NORMAL:-VERS-ALL:+VERS-TLS1.2:-KX-ALL:+RSA:-CIPHER-ALL:+ARCFOUR-128",
        _ => throw new ArgumentOutOfRangeException(nameof(offer)),
    };

    // Numbers of the IANA registry, each behind a colon.
    private static string Nss(StrangerOffer offer) => offer switch
    {
        StrangerOffer.Tls10 => "-V tls1.0:tls1.0",
        StrangerOffer.Tls11 => "-V tls1.1:tls1.1",
        StrangerOffer.Tls12 => "-V tls1.2:tls1.2",
        StrangerOffer.Tls13 => "-V tls1.3:tls1.3",
        StrangerOffer.RsaKeys => "-V tls1.2:tls1.2 -c :009C:002F",
        StrangerOffer.EphemeralKeys => "-V tls1.2:tls1.2 -c :C02F:C030",
        StrangerOffer.TripleDes => "-V tls1.2:tls1.2 -c :000A",
        StrangerOffer.Rc4 => "-V tls1.2:tls1.2 -c :0005",
        _ => throw new ArgumentOutOfRangeException(nameof(offer)),
    };
}
