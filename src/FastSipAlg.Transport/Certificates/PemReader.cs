// SPDX-License-Identifier: MIT

using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace FastSipAlg.Transport.Certificates;

/// <summary>One <c>-----BEGIN label-----</c> … <c>-----END label-----</c>.</summary>
/// <param name="Label">Between <c>-----BEGIN</c> and the dashes.</param>
/// <param name="Data">The decoded octets.</param>
/// <param name="DekInfo">The value of <c>DEK-Info</c> when the block is encrypted as RFC 1421 §4.6 has it, else null.</param>
internal sealed record PemBlock(string Label, byte[] Data, string? DekInfo);

/// <summary>
/// Cuts text into PEM blocks; what stands between them is ignored. Unlike <see cref="System.Security.Cryptography.PemEncoding"/>
/// it keeps the header lines of RFC 1421, without which a traditionally encrypted key cannot be read, and says what is wrong with a block that is not whole.
/// </summary>
internal static class PemReader
{
    private const string Begin = "-----BEGIN ";
    private const string End = "-----END ";
    private const string Dashes = "-----";

    /// <summary>Whether an option's value is PEM text itself rather than a path.</summary>
    internal static bool IsPem(string text) => text.AsSpan().TrimStart().StartsWith(Begin, StringComparison.Ordinal);

    /// <summary>Whether a file's bytes hold a PEM block anywhere.</summary>
    internal static bool IsPem(ReadOnlySpan<byte> bytes) => bytes.IndexOf("-----BEGIN "u8) >= 0;

    internal static bool TryRead(string text, List<PemBlock> blocks, [NotNullWhen(false)] out string? fault)
    {
        var body = new StringBuilder();
        string? label = null;
        string? dekInfo = null;
        var number = 0;
        var beginLine = 0;
        foreach (var rawLine in text.AsSpan().EnumerateLines())
        {
            number++;
            var line = rawLine.Trim();
            if (line.StartsWith(Begin, StringComparison.Ordinal) && line.EndsWith(Dashes, StringComparison.Ordinal) && line.Length > Begin.Length + Dashes.Length)
            {
                if (label is not null)
                {
                    break;
                }

                label = line[Begin.Length..^Dashes.Length].ToString();
                (dekInfo, beginLine) = (null, number);
                body.Clear();
            }
            else if (label is null)
            {
                continue;
            }
            else if (line.StartsWith(End, StringComparison.Ordinal))
            {
                if (!TryDecode(body, out var data))
                {
                    fault = $"the PEM block \"{label}\" that begins in line {beginLine} is not base64";
                    return false;
                }

                blocks.Add(new PemBlock(label, data, dekInfo));
                label = null;
            }
            else if (line.Contains(':'))
            {
                dekInfo = HeaderValue(line, "DEK-Info:") ?? dekInfo;
            }
            else
            {
                body.Append(line);
            }
        }

        fault = label is null ? null : $"the PEM block \"{label}\" that begins in line {beginLine} has no END line";
        return fault is null;
    }

    private static string? HeaderValue(ReadOnlySpan<char> line, string name) =>
        line.StartsWith(name, StringComparison.OrdinalIgnoreCase) ? line[name.Length..].Trim().ToString() : null;

    private static bool TryDecode(StringBuilder base64, out byte[] data)
    {
        data = new byte[(base64.Length / 4 * 3) + 3];
        if (!Convert.TryFromBase64String(base64.ToString(), data, out var written) || written == 0)
        {
            return false;
        }

        Array.Resize(ref data, written);
        return true;
    }
}
