// SPDX-License-Identifier: MIT

using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FastSipAlg.Configuration.Options;
using FastSipAlg.Configuration.Problems;

namespace FastSipAlg.Transport.Certificates;

/// <summary>
/// Makes a <see cref="LocalCertificate"/> of one <c>vpn certificate local</c> entry, or says in one sentence for each fault why it cannot.
/// Forms: PEM chain with a key in PKCS#8, PKCS#1 or SEC1, plain or encrypted (PKCS#8 or <c>Proc-Type: 4,ENCRYPTED</c>), DER with a DER key, PKCS#12.
/// </summary>
internal sealed class CertificateLoader
{
    private readonly DateTimeOffset _now;
    private readonly KnownIssuers _knownIssuers;
    private readonly List<OptionProblem> _problems;
    private readonly bool _toleratesDates;

    /// <param name="time">Tells the date.</param>
    /// <param name="knownIssuers">Roots that need not be in a chain's file.</param>
    /// <param name="problems">What is found wrong is added here.</param>
    /// <param name="toleratesDates">A certificate that has expired, or is not valid yet, is only warned of: to keep it or to show it, not to use it.</param>
    internal CertificateLoader(TimeProvider time, KnownIssuers knownIssuers, List<OptionProblem> problems, bool toleratesDates = false)
    {
        _toleratesDates = toleratesDates;
        _now = time.GetUtcNow();
        _knownIssuers = knownIssuers;
        _problems = problems;
    }

    /// <summary>Roots and others of the configuration that a chain may lead to.</summary>
    internal IReadOnlyList<X509Certificate2> Authorities { get; init; } = [];

    /// <summary>Certificates in use, which stay the objects that they are when they are loaded again.</summary>
    internal IReadOnlyCollection<LocalCertificate>? Known { get; init; }

    /// <returns>null: at least one error was added to the problems.</returns>
    internal LocalCertificate? Load(LocalCertificateOptions options)
    {
        var entry = new Entry($"vpn certificate local {options.Name}", _problems);
        if (string.IsNullOrWhiteSpace(options.Certificate))
        {
            entry.Error("certificate", "no certificate is set: give a path, or the PEM text itself");
            return null;
        }

        var hasPassword = PasswordSource.TryResolve(options, out var password, out var passwordOption, out var passwordSentence);
        if (!hasPassword)
        {
            // What else is wrong is looked for all the same, but "no password is given" would not be true.
            entry.Error(passwordOption, passwordSentence);
        }

        var file = CertificateFile.Read("certificate", options.Certificate, password);
        var keyFile = string.IsNullOrWhiteSpace(options.PrivateKey) ? null : CertificateFile.Read("private-key", options.PrivateKey, password);
        var certificateFault = file.Fault ?? (file.Certificates.Count == 0 ? NoCertificate(file) : null);
        var keyFault = keyFile?.Fault;
        if (certificateFault is not null && (hasPassword || !file.IsPkcs12))
        {
            entry.Error("certificate", certificateFault);
        }

        if (keyFault is not null && (hasPassword || !keyFile!.IsPkcs12))
        {
            entry.Error("private-key", keyFault);
        }

        if (certificateFault is not null || keyFault is not null || !hasPassword)
        {
            return null;
        }

        var leaf = JoinKey(entry, file, keyFile, password);
        return leaf is null || !IsUsable(entry, leaf, file.Source) ? null : Finish(entry, options, leaf, file);
    }

    private static string NoCertificate(CertificateFile file) =>
        file.HasKey && file.PemKeys.Count > 0 ? $"there is no certificate in {file.Source}, only a private key" : $"there is no certificate in {file.Source}";

    // The leaf is the certificate that the key belongs to, wherever in the file it stands.
    private static X509Certificate2? JoinKey(Entry entry, CertificateFile file, CertificateFile? keyFile, string? password)
    {
        if (keyFile is null && file.Certificates.Find(c => c.HasPrivateKey) is { } ready)
        {
            return ready;
        }

        if (PrivateKeyLoader.IsEdwards(file.Certificates[0].PublicKey.Oid.Value))
        {
            return entry.Error("certificate", PrivateKeyLoader.EdwardsKey(file.Source));
        }

        var holder = keyFile ?? file;
        var option = keyFile is null ? "certificate" : "private-key";
        if (!holder.HasKey)
        {
            return keyFile is { } given
                ? entry.Error("private-key", $"there is no private key in {given.Source}, only a certificate")
                : entry.Error("private-key", $"no private key: name its file, or put the key into {file.Source} as well");
        }

        var sentence = "";
        using var key = holder.PemKeys.Count > 0
            ? PrivateKeyLoader.Load(holder.PemKeys[0], holder.Source, password, out sentence)
            : PrivateKeyLoader.Load(holder.DerKey!, holder.Source, password, out sentence);
        if (key is null)
        {
            return entry.Error(option, sentence);
        }

        var publicKey = new PublicKey(key).EncodedKeyValue.RawData;
        var owner = file.Certificates.Find(c => c.PublicKey.EncodedKeyValue.RawData.AsSpan().SequenceEqual(publicKey));
        if (owner is null)
        {
            return entry.Error(
                option,
                $"the private key in {holder.Source} belongs to another certificate than {CertificateText.Subject(file.Certificates[0])} in {file.Source}");
        }

        // PKCS#12 may have brought the very key that private-key names as well.
        return owner.HasPrivateKey ? owner : key is RSA rsa ? owner.CopyWithPrivateKey(rsa) : owner.CopyWithPrivateKey((ECDsa)key);
    }

    private bool IsUsable(Entry entry, X509Certificate2 leaf, string source)
    {
        var subject = CertificateText.Subject(leaf);
        var notBefore = CertificateText.NotBefore(leaf);
        var notAfter = CertificateText.NotAfter(leaf);
        var before = entry.Errors;
        if (notAfter < _now)
        {
            entry.Add("certificate", $"{subject} in {source} expired on {CertificateText.Date(notAfter)}", isError: !_toleratesDates);
        }
        else if (notBefore > _now)
        {
            entry.Add("certificate", $"{subject} in {source} is not valid before {CertificateText.Date(notBefore)}", isError: !_toleratesDates);
        }
        else if (notAfter < _now + LocalCertificate.ExpiryWarning)
        {
            entry.Warning("certificate", $"{subject} in {source} expires on {CertificateText.Date(notAfter)}, in less than {LocalCertificate.ExpiryWarning.Days} days");
        }

        // OpenSSL at its usual security level 2 refuses both at the first handshake; better said now.
        if (CertificateStrength.WeakKey(leaf) is { } weakKey)
        {
            entry.Error("certificate", $"the key of {subject} in {source} is {weakKey}");
        }

        if (!IsSelfIssued(leaf) && CertificateStrength.WeakSignature(leaf) is { } weakSignature)
        {
            entry.Error("certificate", $"{subject} in {source} is signed with {weakSignature}, which is too weak");
        }

        return entry.Errors == before;
    }

    private LocalCertificate? Finish(Entry entry, LocalCertificateOptions options, X509Certificate2 leaf, CertificateFile file)
    {
        if (options.IsStored && StoredCertificate.WhoElseMayRead(file.Source) is { } exposure)
        {
            entry.Warning("certificate", exposure);
        }

        var others = file.Certificates.Where(certificate => !CertificateContent.Equality.Equals(certificate, leaf)).ToArray();
        WarnOfGap(entry, leaf, others, file.Source);
        if (options.OcspStapling && !OcspResponders.NamesResponder(leaf))
        {
            entry.Warning("ocsp-stapling", $"no effect: {CertificateText.Subject(leaf)} names no responder to ask");
        }

        if (Known?.FirstOrDefault(known => known.IsMadeOf(leaf, others, options.OcspStapling)) is { } same)
        {
            leaf.Dispose();
            file.Certificates.ForEach(certificate => certificate.Dispose());
            return same.As(options.Name);
        }

        try
        {
            return new LocalCertificate(options.Name, leaf, [.. others], options.OcspStapling ? [.. Authorities] : null);
        }
        catch (CryptographicException exception)
        {
            entry.Error("certificate", $"{CertificateText.Subject(leaf)} in {file.Source} cannot be used for TLS: {exception.Message}");
            return null;
        }
    }

    // A chain may end at a root that is not in the file: nobody needs it sent. It must not end earlier.
    private void WarnOfGap(Entry entry, X509Certificate2 leaf, X509Certificate2[] others, string source)
    {
        var top = leaf;
        for (var steps = 0; steps <= others.Length && !IsSelfIssued(top); steps++)
        {
            var issuer = Array.Find(others, c => c.SubjectName.RawData.AsSpan().SequenceEqual(top.IssuerName.RawData));
            if (issuer is null)
            {
                if (!_knownIssuers.IsRoot(top.IssuerName))
                {
                    entry.Warning(
                        "certificate",
                        $"the issuer {CertificateText.Issuer(top)} is not in {source} and is no root known here: if it is an intermediate, append its certificate");
                }

                return;
            }

            top = issuer;
        }
    }

    private static bool IsSelfIssued(X509Certificate2 certificate) =>
        certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData);

    /// <summary>Collects the problems of one entry.</summary>
    internal sealed class Entry(string path, List<OptionProblem> problems)
    {
        internal int Errors { get; private set; }

        /// <returns>Always null, so that a caller can end with it.</returns>
        internal X509Certificate2? Error(string option, string sentence)
        {
            Add(option, sentence, isError: true);
            return null;
        }

        internal void Warning(string option, string sentence) => Add(option, sentence, isError: false);

        internal void Add(string option, string sentence, bool isError)
        {
            Errors += isError ? 1 : 0;
            problems.Add(new OptionProblem(path, option, sentence, isError));
        }
    }
}
