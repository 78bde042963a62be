// SPDX-License-Identifier: MIT

using System.Globalization;
using System.Net;

namespace FastSipAlg.Transport.Sockets;

/// <summary>One address of a SIP server: a name or an IP address, and a port.</summary>
/// <param name="Host">As it was written.</param>
/// <param name="Port">Where nothing else says.</param>
/// <param name="IsPortGiven">Nothing else may say (RFC 3263 §4.2).</param>
public sealed record ServerAddress(string Host, int Port, bool IsPortGiven = true)
{
    /// <summary>Reads <c>host</c>, <c>host:port</c>, <c>v4:port</c>, <c>v6</c> or <c>[v6]:port</c>; the configuration's validator has seen it before. <paramref name="isDefaultGiven"/>: the default was written, too.</summary>
    public static ServerAddress Parse(string text, int defaultPort, bool isDefaultGiven)
    {
        if (IPAddress.TryParse(text.Trim('[', ']'), out var address) && !text.Contains("]:", StringComparison.Ordinal))
        {
            return new ServerAddress(address.ToString(), defaultPort, isDefaultGiven);
        }

        var colon = text.LastIndexOf(':');
        return colon < 0
            ? new ServerAddress(text, defaultPort, isDefaultGiven)
            : new ServerAddress(text[..colon].Trim('[', ']'), int.Parse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture));
    }

    public override string ToString() => Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]:{Port}" : $"{Host}:{Port}";
}
