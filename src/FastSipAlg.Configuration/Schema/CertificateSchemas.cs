// SPDX-License-Identifier: MIT

using FastSipAlg.Configuration.Options;

namespace FastSipAlg.Configuration.Schema;

/// <summary><c>config vpn certificate ca</c> and <c>config vpn certificate local</c>.</summary>
internal static class CertificateSchemas
{
    public static readonly BlockSchema Ca = new()
    {
        Name = "vpn certificate ca",
        Help = "Trust anchors by name.",
        HasEntries = true,
        EntryNoun = "CA certificate",
        MaximumNameLength = 79,
        Open = (root, name) => Entry(root.CaCertificates, name, () => new CaCertificateOptions { Name = name }),
        Options =
        [
            Option.Of(OptionKind.FileOrPem, "ca", "A PEM or DER file with one or several certificates, or the PEM text itself.")
                .To<CaCertificateOptions>((ca, text) => ca.Ca = text),
            Option.Of(OptionKind.FileOrPem, "crl", "One or several certificate revocation lists, PEM or DER files, or the PEM text itself.").Ours()
                .ToAll<CaCertificateOptions>((ca, files) => ca.Crls = files) with { IsList = true },
            Option.Choice("ocsp", ["disable", "enable"], "disable", "Asks the responder that a certificate names whether it was revoked, when no list says so.").Ours()
                .To<CaCertificateOptions>((ca, text) => ca.Ocsp = text == "enable"),
            Option.Choice("revocation-unknown", ["accept", "refuse"], "refuse", "A certificate of which nobody knows whether it was revoked.").Ours()
                .To<CaCertificateOptions>((ca, text) => ca.AcceptsUnknownRevocation = text == "accept"),
            Range,
        ],
    };

    public static readonly BlockSchema Local = new()
    {
        Name = "vpn certificate local",
        Help = "Our own certificates with their keys.",
        HasEntries = true,
        EntryNoun = "local certificate",
        Open = (root, name) => Entry(root.LocalCertificates, name, () => new LocalCertificateOptions { Name = name }),
        Options =
        [
            Option.Of(OptionKind.FileOrPem, "certificate", "A PEM, DER or PKCS#12 file, or the PEM text itself; intermediates may follow.")
                .To<LocalCertificateOptions>((local, text) => local.Certificate = text),
            Option.Of(OptionKind.FileOrPem, "private-key", "A PEM or DER key file, or the PEM text itself; not needed with PKCS#12.")
                .To<LocalCertificateOptions>((local, text) => local.PrivateKey = text) with { Secrecy = OptionSecrecy.WhenPem },
            Option.Text("password", "The password of the key or of the PKCS#12 file.", 1024)
                .To<LocalCertificateOptions>((local, text) => local.Password = text) with { Secrecy = OptionSecrecy.Always },
            Option.Of(OptionKind.File, "password-file", "A file whose first line is the password.").Ours()
                .To<LocalCertificateOptions>((local, text) => local.PasswordFile = text),
            Option.Text("password-env", "The environment variable that holds the password.").Ours()
                .To<LocalCertificateOptions>((local, text) => local.PasswordEnv = text),
            Option.Text("comments", "A note for whoever reads the list of certificates.", 511)
                .To<LocalCertificateOptions>((local, text) => local.Comments = text),
            Option.Choice("ocsp-stapling", ["disable", "enable"], "disable", "Fetches an OCSP response for the certificate and sends it to phones that ask.").Ours()
                .To<LocalCertificateOptions>((local, text) => local.OcspStapling = text == "enable"),
            Range,
            Option.Of(OptionKind.FileOrPem, "csr", "The certificate signing request.") with { InForce = Option.Nothing },
            Option.Number("auto-regenerate-days", 0, uint.MaxValue, "0", "Days before expiry at which a new certificate is made.") with
            {
                InForce = ["0"],
            },
            Option.Text("acme-domain", "The name to ask a certificate for by ACME.") with { InForce = Option.Nothing },
            Option.Text("acme-email", "The contact address for ACME.") with { InForce = Option.Nothing },
            Option.Number("acme-renew-window", 1, 60, null, "Days before expiry at which ACME renews.") with
            {
                InForce = Option.Nothing,
                FortiOsDefault = "30",
                Deviation = "ACME is not here yet",
            },
        ],
    };

    private static OptionSchema Range =>
        Option.Choice("range", ["global", "vdom"], null, "Where on a FortiGate the certificate may be used.") with
        {
            InForce = Option.Nothing,
            Warnings = new Dictionary<string, string>
            {
                ["global"] = "no effect: there are no VDOMs here",
                ["vdom"] = "no effect: there are no VDOMs here",
            },
        };

    private static T Entry<T>(Dictionary<string, T> entries, string name, Func<T> create)
        where T : notnull
    {
        if (!entries.TryGetValue(name, out var entry))
        {
            entries[name] = entry = create();
        }

        return entry;
    }
}
