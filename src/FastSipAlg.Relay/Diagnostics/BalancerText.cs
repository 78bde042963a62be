// SPDX-License-Identifier: MIT

using System.Globalization;
using System.Text;
using FastSipAlg.Transport.Sockets;

namespace FastSipAlg.Relay.Diagnostics;

/// <summary>What a balancer said of a phone's connection, for the flow's last log line.</summary>
internal static class BalancerText
{
    /// <summary>Words with a space before each; empty: there is no balancer.</summary>
    public static string Describe(BalancerFacts? facts)
    {
        if (facts is null)
        {
            return "";
        }

        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $" balancer={facts.Address}");
        Append(text, "authority", facts.Authority);
        Append(text, "unique-id", facts.UniqueId.IsEmpty ? null : UniqueId(facts.UniqueId.Span));
        if (facts.Tls is { } tls)
        {
            Append(text, "balancer-tls", $"{tls.Version ?? "yes"}{(tls.Cipher is null ? "" : "/" + tls.Cipher)}");
            Append(text, "balancer-verified", tls.IsVerified ? tls.CommonName ?? "" : null);
        }

        return text.ToString();
    }

    // Text as most balancers make it, or octets.
    private static string UniqueId(ReadOnlySpan<byte> id) => id.ContainsAnyExceptInRange((byte)0x21, (byte)0x7e) ? "0x" + Convert.ToHexStringLower(id) : Encoding.ASCII.GetString(id);

    private static void Append(StringBuilder text, string name, string? value)
    {
        if (value is not null)
        {
            text.Append(CultureInfo.InvariantCulture, $" {name}=\"{LogText.Escape(value)}\"");
        }
    }
}
