// SPDX-License-Identifier: MIT

using System.Text;
using FastSipAlg.Configuration.Options;

namespace FastSipAlg.Transport.Certificates;

/// <summary>
/// The password of a private key or a PKCS#12 file: <c>password</c>, else the first line of <c>password-file</c>, else the environment variable
/// <c>password-env</c>, else none.
/// </summary>
internal static class PasswordSource
{
    /// <returns>false: <paramref name="option"/> and <paramref name="sentence"/> say what is wrong with the source. A null password with true: none is set.</returns>
    internal static bool TryResolve(LocalCertificateOptions options, out string? password, out string option, out string sentence)
    {
        password = options.Password;
        option = sentence = "";
        if (password is not null)
        {
            return true;
        }

        if (options.PasswordFile is { } path)
        {
            option = "password-file";
            return TryReadFirstLine(path, out password, out sentence);
        }

        if (options.PasswordEnv is { } variable)
        {
            option = "password-env";
            password = Environment.GetEnvironmentVariable(variable);
            sentence = password is null ? $"the environment variable {variable} is not set" : "";
            return password is not null;
        }

        return true;
    }

    private static bool TryReadFirstLine(string path, out string? password, out string sentence)
    {
        password = null;
        if (!BoundedFile.TryRead(path, out var bytes, out var fault))
        {
            sentence = fault;
            return false;
        }

        // Editors of other systems put a byte order mark in front; it is no part of anyone's password.
        var text = bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? bytes.AsSpan(Encoding.UTF8.Preamble.Length) : bytes;
        var end = text.IndexOfAny((byte)'\r', (byte)'\n');
        password = Encoding.UTF8.GetString(end < 0 ? text : text[..end]);
        sentence = password.Length == 0 ? $"the first line of {path} is empty" : "";
        return password.Length > 0;
    }
}
