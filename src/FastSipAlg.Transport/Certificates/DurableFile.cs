// SPDX-License-Identifier: MIT

using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace FastSipAlg.Transport.Certificates;

/// <summary>
/// A file for its owner alone, written so that whoever reads it meanwhile, or after a power cut, finds the old or the new one whole: a temporary file beside it, flushed to the disk,
/// takes its name, and the directory is flushed as well.
/// </summary>
internal static partial class DurableFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private const int ReadOnly = 0;
    private const int CloseOnExec = 0x80000;

    /// <param name="path">In a directory that exists.</param>
    /// <param name="content">All of it.</param>
    /// <param name="replaces">Whether a file of that name may be there already.</param>
    /// <param name="sentence">Why nothing was written.</param>
    internal static bool TryWrite(string path, ReadOnlySpan<byte> content, bool replaces, [NotNullWhen(false)] out string? sentence)
    {
        var directory = Path.GetDirectoryName(path)!;
        var temporary = Path.Combine(directory, $".{Path.GetFileName(path)}.{RandomNumberGenerator.GetHexString(16)}");
        try
        {
            try
            {
                WriteTemporary(temporary, content);
                File.Move(temporary, path, replaces);
                Flush(directory);
            }
            catch
            {
                File.Delete(temporary);
                throw;
            }

            sentence = null;
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            sentence = !replaces && File.Exists(path) ? $"{path} is there already" : $"{path} cannot be written: {exception.Message}";
            return false;
        }
    }

    /// <summary>Makes what happened to names in <paramref name="directory"/> outlive a power cut. Where a file system cannot do that, nothing is lost but this certainty.</summary>
    internal static void Flush(string directory)
    {
        var descriptor = Open(directory, ReadOnly | CloseOnExec);
        if (descriptor >= 0)
        {
            _ = FlushDescriptor(descriptor);
            _ = Close(descriptor);
        }
    }

    private static void WriteTemporary(string path, ReadOnlySpan<byte> content)
    {
        using var file = new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0, UnixCreateMode = OwnerOnly });
        file.Write(content);
        file.Flush(flushToDisk: true);
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int FlushDescriptor(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Close(int descriptor);
}
