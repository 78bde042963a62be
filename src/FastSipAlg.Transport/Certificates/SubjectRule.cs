// SPDX-License-Identifier: MIT

using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace FastSipAlg.Transport.Certificates;

/// <summary>
/// What a peer's <c>subject</c> demands. With an equals sign it is a list of attributes, such as <c>O=Lab, OU=Phones</c>, and each must be an attribute of the subject, whole:
/// in plain text <c>O=Lab</c> is also found in <c>O=Laboratory</c>, and in a common name that a phone chose. Without one it is a part of the subject as text.
/// </summary>
internal sealed class SubjectRule
{
    private readonly IReadOnlyList<SubjectPart> _parts;

    private SubjectRule(string text, IReadOnlyList<SubjectPart> parts)
    {
        Text = text;
        _parts = parts;
    }

    /// <summary>As configured.</summary>
    internal string Text { get; }

    internal static bool TryParse(string text, [NotNullWhen(true)] out SubjectRule? rule, [NotNullWhen(false)] out string? sentence)
    {
        rule = null;
        sentence = null;
        if (!text.Contains('='))
        {
            rule = new SubjectRule(text, []);
            return true;
        }

        var parts = ReadParts(text);
        if (parts.Count == 0)
        {
            sentence = $"`{text}` is not a list of attributes such as \"O=Lab, OU=Phones\" (RFC 4514)";
        }
        else if (parts.Any(part => part.Value.Length == 0))
        {
            sentence = $"`{text}` names an attribute without a value";
        }
        else
        {
            rule = new SubjectRule(text, parts);
        }

        return rule is not null;
    }

    internal bool Matches(CertificateNames names, X509Certificate2 certificate) => _parts.Count == 0
        ? certificate.Subject.Contains(Text, StringComparison.OrdinalIgnoreCase)
        : _parts.All(wanted => names.Subject.Any(part => part.Type == wanted.Type && part.Value.Equals(wanted.Value, StringComparison.OrdinalIgnoreCase)));

    // Names of attributes and quoting are the platform's to know: its encoder reads the text, and what it made of it is compared.
    private static IReadOnlyList<SubjectPart> ReadParts(string text)
    {
        try
        {
            return CertificateNames.ReadSubject(new X500DistinguishedName(text).RawData);
        }
        catch (CryptographicException)
        {
            return [];
        }
    }
}
