// SPDX-License-Identifier: MIT

namespace FastSipAlg.Configuration.Options;

/// <summary>The token that callers of the management API must show: the first line of a file.</summary>
public static class BearerToken
{
    /// <summary>Ours: 16 octets of base64 are 96 bits, which nobody guesses.</summary>
    private const int MinimumLength = 16;

    /// <summary>Ours: a header field longer than that is nobody's token.</summary>
    private const int MaximumLength = 4096;

    /// <summary>null: <see cref="Fault"/> says why.</summary>
    public static string? Read(string file) => TryRead(file, out var token) is null ? token : null;

    /// <summary>What is wrong with the file; null: nothing. Never tells the token.</summary>
    public static string? Fault(string file) => TryRead(file, out _);

    private static string? TryRead(string file, out string token)
    {
        token = "";
        try
        {
            using var reader = new StreamReader(file);
            var text = new char[MaximumLength + 1];
            var length = reader.ReadBlock(text);
            var line = text.AsSpan(0, length);
            token = (line.IndexOfAny('\r', '\n') is >= 0 and var end ? line[..end] : line).Trim().ToString();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "cannot be read: " + e.Message;
        }

        // token68, RFC 6750 §2.1
        return token.Length < MinimumLength ? $"its first line has fewer than {MinimumLength} characters, which can be guessed: `openssl rand -base64 32` makes a token"
            : token.Length > MaximumLength ? $"its first line is longer than {MaximumLength} characters"
            : token.All(c => char.IsAsciiLetterOrDigit(c) || "-._~+/=".Contains(c, StringComparison.Ordinal)) ? null
            : "its first line holds what no bearer token may: letters, digits and -._~+/= are allowed";
    }
}
