// SPDX-License-Identifier: MIT

using System.Text;

namespace FastSipAlg.Transport.Certificates;

/// <summary>The revocation lists that one value of <c>crl</c> holds: a PEM or DER file, or PEM text.</summary>
internal static class RevocationListFile
{
    private const string Label = "X509 CRL";

    /// <param name="value">An absolute path, or PEM text.</param>
    /// <param name="source">How sentences call it.</param>
    /// <param name="sentence">What is wrong; null: nothing.</param>
    internal static IReadOnlyList<RevocationList> Read(string value, out string source, out string? sentence)
    {
        source = "the PEM text of crl";
        if (PemReader.IsPem(value))
        {
            return ReadPem(value, source, out sentence);
        }

        source = value;
        if (!BoundedFile.TryRead(value, out var bytes, out sentence))
        {
            return [];
        }

        return PemReader.IsPem(bytes) ? ReadPem(Encoding.UTF8.GetString(bytes), source, out sentence) : Parse([bytes], source, out sentence);
    }

    private static List<RevocationList> ReadPem(string text, string source, out string? sentence)
    {
        var blocks = new List<PemBlock>();
        if (!PemReader.TryRead(text, blocks, out var fault))
        {
            sentence = $"{source}: {fault}";
            return [];
        }

        byte[][] lists = [.. blocks.Where(block => block.Label == Label).Select(block => block.Data)];
        sentence = $"there is no certificate revocation list in {source}";
        return lists.Length == 0 ? [] : Parse(lists, source, out sentence);
    }

    private static List<RevocationList> Parse(byte[][] encoded, string source, out string? sentence)
    {
        var lists = new List<RevocationList>();
        sentence = null;
        foreach (var der in encoded)
        {
            if (RevocationList.Parse(der, out var fault) is { } list)
            {
                lists.Add(list);
            }
            else
            {
                sentence ??= $"{source} {fault}";
            }
        }

        return lists;
    }
}
