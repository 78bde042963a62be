// SPDX-License-Identifier: MIT

using System.Diagnostics.CodeAnalysis;

namespace FastSipAlg.Configuration.Options;

/// <summary>The certificate store as a directory: which names it may hold, and in which file each stands. What the files say is not read here.</summary>
public static class CertificateDirectory
{
    /// <summary>Beside the configuration file, when <c>certificate-store</c> says nothing else.</summary>
    public const string DefaultName = "certificates";

    /// <summary>FortiOS's for a local certificate.</summary>
    public const int MaximumNameLength = 35;

    private const string Extension = ".pem";

    /// <param name="directory">The store.</param>
    /// <param name="name">One that <see cref="TryAccept"/> accepts: no other may become part of a path.</param>
    public static string PathOf(string directory, string name) =>
        TryAccept(name, out var sentence) ? Path.Combine(directory, name + Extension) : throw new ArgumentException(sentence, nameof(name));

    /// <summary>The store holds a file of that name.</summary>
    public static bool Holds(string directory, string name) => TryAccept(name, out _) && File.Exists(PathOf(directory, name));

    /// <summary>Whether a certificate of the store may be called so; the sentence says why not.</summary>
    public static bool TryAccept(string name, [NotNullWhen(false)] out string? sentence)
    {
        sentence = name switch
        {
            "" => "a certificate's name is empty",
            { Length: > MaximumNameLength } => $"the name is {name.Length} characters long, {MaximumNameLength} is the most",
            _ when name[0] is '.' or '-' => $"`{name}` is no name for a certificate: it must not begin with `{name[0]}`",
            _ when !name.All(IsOfName) =>
                $"`{WithoutControls(name)}` is no name for a certificate: letters, digits and any of . _ - only",
            _ => null,
        };
        return sentence is null;
    }

    /// <summary>The names that the store holds, in order; none when there is no such directory. False: it is there and cannot be read.</summary>
    public static bool TryList(string directory, out IReadOnlyList<string> names, [NotNullWhen(false)] out string? sentence)
    {
        names = [];
        sentence = null;
        try
        {
            names =
            [
                .. Directory.EnumerateFiles(directory, "*" + Extension)
                    .Select(file => Path.GetFileNameWithoutExtension(file))
                    .Where(name => TryAccept(name, out _))
                    .Order(StringComparer.Ordinal),
            ];
        }
        catch (DirectoryNotFoundException)
        {
            // Nothing was imported yet.
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            sentence = $"the certificate store {directory} cannot be read: {exception.Message}";
        }

        return sentence is null;
    }

    private static bool IsOfName(char c) => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-';

    private static string WithoutControls(string name) => string.Concat(name.Select(c => char.IsControl(c) ? '?' : c));
}
