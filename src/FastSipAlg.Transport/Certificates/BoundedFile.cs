// SPDX-License-Identifier: MIT

using System.Diagnostics.CodeAnalysis;

namespace FastSipAlg.Transport.Certificates;

/// <summary>Reads the small files a configuration names. The one place where the exceptions of reading them become sentences.</summary>
internal static class BoundedFile
{
    /// <summary>Ours: a bundle of all public roots is about 220 KiB.</summary>
    private const int MaxBytes = 4 * 1024 * 1024;

    internal static bool TryRead(string path, [NotNullWhen(true)] out byte[]? bytes, [NotNullWhen(false)] out string? sentence)
    {
        bytes = null;
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var buffer = new MemoryStream();
            var chunk = new byte[16 * 1024];
            int read;
            while ((read = file.Read(chunk)) > 0)
            {
                buffer.Write(chunk, 0, read);
                if (buffer.Length > MaxBytes)
                {
                    sentence = $"{path} is larger than {MaxBytes / 1024 / 1024} MiB: is it the right file?";
                    return false;
                }
            }

            bytes = buffer.ToArray();
            sentence = null;
            return true;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            sentence = $"there is no file {path}";
        }
        catch (UnauthorizedAccessException)
        {
            // .NET says the same of a directory and of a file without the right to read it.
            sentence = Directory.Exists(path) ? $"{path} is a directory, not a file" : $"{path} may not be read by this user (permission denied)";
        }
        catch (Exception exception) when (exception is IOException or ArgumentException or NotSupportedException)
        {
            sentence = $"{path} cannot be read: {exception.Message}";
        }

        return false;
    }
}
