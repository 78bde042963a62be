// SPDX-License-Identifier: MIT

using System.Text;

namespace FastSipAlg.EndToEnd.Tests;

/// <summary>One row of the README's table: what a setting's value does, with whom that was tried, and by which test.</summary>
/// <param name="Setting">The option.</param>
/// <param name="Value">What it is set to, and beside what, where that decides.</param>
/// <param name="Peers">Whose TLS it was.</param>
/// <param name="Result">What came of it.</param>
/// <param name="Test">The class of the test.</param>
/// <param name="Method">Its method.</param>
internal sealed record TlsRow(string Setting, string Value, string Peers, string Result, Type Test, string Method);

/// <summary>The README's table of TLS settings, made of the tests' own data: a row without a test does not compile.</summary>
internal static class TlsTable
{
    private static readonly TlsRow[] OwnTests =
    [
        new("ssl-mode", "full", "OpenSSL", "SIP passes over TLS on both legs", typeof(OpensslPeers), nameof(OpensslPeers.SServer_AsSipServer_GetsTheMessageAsItWas)),
        new("ssl-mode", "off", "SIPp", "registrations and calls pass over plain TCP", typeof(PlainTcpPasses), nameof(PlainTcpPasses.Sipp_OverPlainTcp_HasNoFailedCall)),
        new("tls-on-plain", "refuse", "OpenSSL", "TLS gets the alert handshake_failure", typeof(PlainTcpPasses), nameof(PlainTcpPasses.TlsPhone_WherePlainIsSpoken_IsRefusedWithAnAlert)),
        new("tls-on-plain", "relay", "OpenSSL", "TLS passes unread, end to end", typeof(PlainTcpPasses), nameof(PlainTcpPasses.TlsPhone_WhereTlsIsRelayed_SpeaksWithTheServerUnread)),
        new("ssl-min-version", "tls-1.0, weak peers", "OpenSSL", "RSA keys of 1024 bits are refused on both legs", typeof(WeakPeersAreRefused), nameof(WeakPeersAreRefused.Phone_WithAnRsaKeyOf1024Bits_IsRefusedOnTls10)),
        new("ssl-max-version", "ssl-3.0", "none", "error at load: OpenSSL has no SSL 3.0", typeof(TlsSettingsAreDocumented), nameof(TlsSettingsAreDocumented.Setting_ThatCannotWork_IsAnErrorAtLoad)),
        new("ssl-pfs", "require, and allow: order", "OpenSSL", "suites are taken in the order of `tls-report`", typeof(TlsIsReported), nameof(TlsIsReported.Suites_OfTheReport_AreNegotiatedInItsOrder)),
        new("ssl-pfs", "deny, with TLS 1.3 or an ECDSA key", "none", "error at load: RSA key exchange is not possible", typeof(TlsSettingsAreDocumented), nameof(TlsSettingsAreDocumented.Setting_ThatCannotWork_IsAnErrorAtLoad)),
        new("ssl-send-empty-frags", "enable", "OpenSSL", "an empty record goes before each CBC record of TLS 1.0", typeof(EmptyFragmentsAreSent), nameof(EmptyFragmentsAreSent.SendEmptyFrags_OnTls10WithCbc_DoesWhatItSaysOnBothLegs)),
        new("ssl-send-empty-frags", "disable", "OpenSSL", "none does", typeof(EmptyFragmentsAreSent), nameof(EmptyFragmentsAreSent.SendEmptyFrags_OnTls10WithCbc_DoesWhatItSaysOnBothLegs)),
    ];

    private static readonly string[] Order = ["ssl-mode", "tls-on-plain", "ssl-min-version", "ssl-max-version", "ssl-algorithm", "ssl-pfs", "ssl-send-empty-frags"];

    public static IReadOnlyList<TlsRow> Rows { get; } =
    [
        .. TlsCase.All.GroupBy(one => (one.Setting, one.Value)).Select(RowOf).Concat(OwnTests).OrderBy(row => Array.IndexOf(Order, row.Setting)),
    ];

    public static string ToMarkdown()
    {
        var text = new StringBuilder("| setting | value | peers | result | test |\n|---|---|---|---|---|\n");
        foreach (var row in Rows)
        {
            var value = row.Value.Split(", ", 2);
            text.Append($"| `{row.Setting}` | `{value[0]}`{(value.Length > 1 ? ", " + value[1] : "")} | {row.Peers} | {row.Result} | `{row.Test.Name}` |\n");
        }

        return text.ToString();
    }

    private static TlsRow RowOf(IGrouping<(string Setting, string Value), TlsCase> cases)
    {
        var all = Enum.GetValues<Stranger>();
        var result = string.Join("; ", new[] { Outcome(cases, isTaken: true), Outcome(cases, isTaken: false) }.Where(outcome => outcome.Length > 0));
        return new TlsRow(
            cases.Key.Setting,
            cases.Key.Value,
            string.Join(", ", all.Where(stranger => cases.Any(one => StrangerArguments.CanOffer(stranger, one.Offer))).Select(NameOf)),
            result,
            typeof(StrangersSpeakTlsAsPhones),
            nameof(StrangersSpeakTlsAsPhones.Openssl));
    }

    private static string Outcome(IEnumerable<TlsCase> cases, bool isTaken)
    {
        var offers = cases.Where(one => one.IsTaken == isTaken).Select(one => Describe(one.Offer)).ToList();
        return offers.Count == 0 ? "" : $"{string.Join(", ", offers)} {(isTaken ? "taken" : "refused")}";
    }

    // Who does not have it is not among those who tried.
    private static string Describe(StrangerOffer offer)
    {
        var strangers = Enum.GetValues<Stranger>().Where(stranger => StrangerArguments.CanOffer(stranger, offer)).ToList();
        return strangers.Count == Enum.GetValues<Stranger>().Length ? NameOf(offer) : $"{NameOf(offer)} ({string.Join(", ", strangers.Select(NameOf))})";
    }

    private static string NameOf(Stranger stranger) => stranger switch
    {
        Stranger.OpenSsl => "OpenSSL",
        Stranger.GnuTls => "GnuTLS",
        _ => "NSS",
    };

    private static string NameOf(StrangerOffer offer) => offer switch
    {
        StrangerOffer.Tls10 => "TLS 1.0",
        StrangerOffer.Tls11 => "TLS 1.1",
        StrangerOffer.Tls12 => "TLS 1.2",
        StrangerOffer.Tls13 => "TLS 1.3",
        StrangerOffer.RsaKeys => "RSA key exchange",
        StrangerOffer.EphemeralKeys => "ECDHE",
        StrangerOffer.TripleDes => "3DES",
        StrangerOffer.Rc4 => "RC4",
        _ => "NULL suites",
    };
}
