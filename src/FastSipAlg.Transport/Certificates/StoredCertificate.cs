// SPDX-License-Identifier: MIT

using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using FastSipAlg.Configuration.Options;

namespace FastSipAlg.Transport.Certificates;

/// <summary>
/// A file of the certificate store: a comment line, the certificate, its intermediates and its key, all PEM. One file, so that a certificate is never seen with the key of
/// another; the key is not encrypted, the directory's mode (0700) and the file's (0600) protect it.
/// </summary>
internal static class StoredCertificate
{
    /// <summary>FortiOS's for <c>comments</c>.</summary>
    internal const int MaximumCommentLength = 511;

    private const string CommentMark = "# comment: ";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Writes <paramref name="certificate"/> as <paramref name="name"/>; makes the store when there is none.</summary>
    internal static bool TryWrite(string directory, string name, LocalCertificate certificate, string? comment, bool replaces, [NotNullWhen(false)] out string? sentence)
    {
        if (!TryPrepare(directory, out sentence))
        {
            return false;
        }

        var content = Encode(certificate, comment);
        var isWritten = DurableFile.TryWrite(CertificateDirectory.PathOf(directory, name), content, replaces, out sentence);
        CryptographicOperations.ZeroMemory(content);
        return isWritten;
    }

    internal static bool TryDelete(string directory, string name, [NotNullWhen(false)] out string? sentence)
    {
        var path = CertificateDirectory.PathOf(directory, name);
        try
        {
            File.Delete(path);
            DurableFile.Flush(directory);
            sentence = null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            sentence = $"{path} cannot be deleted: {exception.Message}";
        }

        return sentence is null;
    }

    /// <summary>The comment that was imported with the certificate.</summary>
    internal static string? ReadComment(string path)
    {
        if (!BoundedFile.TryRead(path, out var bytes, out _))
        {
            return null;
        }

        var end = bytes.AsSpan().IndexOf((byte)'\n');
        var line = Encoding.UTF8.GetString(bytes, 0, Math.Max(0, end));
        CryptographicOperations.ZeroMemory(bytes);
        return line.StartsWith(CommentMark, StringComparison.Ordinal) ? line[CommentMark.Length..] : null;
    }

    /// <summary>A sentence when others than its owner may read a file of the store; else null.</summary>
    internal static string? WhoElseMayRead(string path)
    {
        try
        {
            var mode = File.GetUnixFileMode(path);
            return (mode & ~OwnerOnly) == 0 ? null : $"{path} holds a key and may be read by other users (mode {Octal(mode)}): chmod 600 {path}";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static bool TryPrepare(string directory, [NotNullWhen(false)] out string? sentence)
    {
        try
        {
            var mode = Directory.CreateDirectory(directory, OwnerOnly).UnixFileMode;
            sentence = (mode & ~OwnerOnly) == 0
                ? null
                : $"the certificate store {directory} is open to other users (mode {Octal(mode)}): chmod 700 {directory}";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            sentence = $"the certificate store {directory} cannot be made: {exception.Message}";
        }

        return sentence is null;
    }

    private static byte[] Encode(LocalCertificate certificate, string? comment)
    {
        var head = new StringBuilder();
        if (!string.IsNullOrEmpty(comment))
        {
            head.Append(CommentMark).Append(comment).Append('\n');
        }

        foreach (var each in certificate.Intermediates.Prepend(certificate.Leaf))
        {
            head.Append(each.ExportCertificatePem()).Append('\n');
        }

        using AsymmetricAlgorithm key = certificate.Leaf.GetRSAPrivateKey() ?? (AsymmetricAlgorithm)certificate.Leaf.GetECDsaPrivateKey()!;
        var der = key.ExportPkcs8PrivateKey();
        var pem = PemEncoding.WriteUtf8("PRIVATE KEY"u8, der);
        byte[] content = [.. Encoding.UTF8.GetBytes(head.ToString()), .. pem, (byte)'\n'];
        CryptographicOperations.ZeroMemory(der);
        CryptographicOperations.ZeroMemory(pem);
        return content;
    }

    private static string Octal(UnixFileMode mode) => Convert.ToString((int)mode, 8).PadLeft(4, '0');
}
