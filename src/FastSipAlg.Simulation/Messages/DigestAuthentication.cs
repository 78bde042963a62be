// SPDX-License-Identifier: MIT

using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace FastSipAlg.Simulation.Messages;

/// <summary>Digest access authentication as SIP uses it (RFC 3261 §22.4, RFC 7616): one challenge, MD5, qop auth.</summary>
internal static class DigestAuthentication
{
    public static string Challenge(string realm, string nonce) => $"Digest realm=\"{realm}\", nonce=\"{nonce}\", algorithm=MD5, qop=\"auth\"";

    /// <summary>The Authorization header field's value that answers <paramref name="challenge"/>.</summary>
    public static string Answer(string challenge, string method, string uri, string user, string password)
    {
        var realm = Value(challenge, "realm") ?? "";
        var nonce = Value(challenge, "nonce") ?? "";
        var cnonce = SipText.Token();
        var response = Response(user, realm, password, method, uri, nonce, cnonce);
        return $"Digest username=\"{user}\", realm=\"{realm}\", nonce=\"{nonce}\", uri=\"{uri}\", response=\"{response}\", " +
            $"algorithm=MD5, cnonce=\"{cnonce}\", qop=auth, nc=00000001";
    }

    public static bool IsRight(string authorization, string method, string nonce, string realm, string password)
    {
        var expected = Response(
            Value(authorization, "username") ?? "",
            realm,
            password,
            method,
            Value(authorization, "uri") ?? "",
            nonce,
            Value(authorization, "cnonce") ?? "",
            Value(authorization, "nc") ?? "");
        return Value(authorization, "nonce") == nonce && Value(authorization, "response") == expected;
    }

    /// <summary>The value of <paramref name="name"/> in a challenge or an answer to one, without quotes.</summary>
    public static string? Value(string header, string name)
    {
        var list = header[(header.IndexOf(' ', StringComparison.Ordinal) + 1)..];
        foreach (var pair in list.Split(','))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0 && pair[..equals].Trim().Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return pair[(equals + 1)..].Trim().Trim('"');
            }
        }

        return null;
    }

    private static string Response(
        string user, string realm, string password, string method, string uri, string nonce, string cnonce, string count = "00000001")
    {
        var secret = Hash($"{user}:{realm}:{password}");
        return Hash($"{secret}:{nonce}:{count}:{cnonce}:auth:{Hash($"{method}:{uri}")}");
    }

    [SuppressMessage("Security", "CA5351", Justification = "MD5 is what RFC 3261 digest phones speak; nothing is protected by it here.")]
    private static string Hash(string text) => Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(text)));
}
