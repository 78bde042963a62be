// SPDX-License-Identifier: MIT

using System.Globalization;
using System.Security.Cryptography;

namespace FastSipAlg.Simulation.Messages;

/// <summary>The few pieces of SIP text that simulated phones and servers take apart or make up.</summary>
public static class SipText
{
    /// <summary>The magic cookie with which every branch begins (RFC 3261 §8.1.1.7).</summary>
    public const string MagicCookie = "z9hG4bK";

    /// <summary>A token nobody else uses, for tags, branches and Call-IDs.</summary>
    public static string Token() => RandomNumberGenerator.GetHexString(16, lowercase: true);

    /// <summary>The URI of a name-addr or addr-spec: what stands between &lt; and &gt;, or all up to the first parameter.</summary>
    public static string Uri(string nameAddr)
    {
        var open = nameAddr.IndexOf('<', StringComparison.Ordinal);
        if (open < 0)
        {
            return nameAddr.Split(';')[0].Trim();
        }

        var close = nameAddr.IndexOf('>', open);
        return close < 0 ? nameAddr[(open + 1)..] : nameAddr[(open + 1)..close];
    }

    /// <summary>The user part of a SIP URI; empty when it has none.</summary>
    public static string User(string uri)
    {
        var at = uri.IndexOf('@', StringComparison.Ordinal);
        var colon = uri.IndexOf(':', StringComparison.Ordinal);
        return at < 0 || colon > at ? "" : uri[(colon + 1)..at];
    }

    /// <summary>A header field's parameter (not one inside &lt; &gt;), without quotes; null when absent, empty when it has no value.</summary>
    public static string? Parameter(string value, string name)
    {
        var parameters = value[(value.LastIndexOf('>') + 1)..].Split(';');
        foreach (var parameter in parameters.AsSpan(1))
        {
            var equals = parameter.IndexOf('=', StringComparison.Ordinal);
            var key = (equals < 0 ? parameter : parameter[..equals]).Trim();
            if (string.Equals(key, name, StringComparison.OrdinalIgnoreCase))
            {
                return equals < 0 ? "" : parameter[(equals + 1)..].Trim().Trim('"');
            }
        }

        return null;
    }

    /// <summary>An audio session description (RFC 4566) that offers or answers G.711.</summary>
    public static string AudioSession(string user, int version = 1)
    {
        return string.Create(
            CultureInfo.InvariantCulture,
            $"v=0\r\no={user} 3902 {version} IN IP4 192.0.2.17\r\ns=-\r\nc=IN IP4 192.0.2.17\r\nt=0 0\r\n" +
            $"m=audio 40000 RTP/SAVP 8 0 101\r\na=rtpmap:8 PCMA/8000\r\na=rtpmap:0 PCMU/8000\r\na=rtpmap:101 telephone-event/8000\r\n" +
            $"a=fmtp:101 0-16\r\na=ptime:20\r\na=sendrecv\r\n");
    }
}
