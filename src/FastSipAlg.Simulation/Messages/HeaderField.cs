// SPDX-License-Identifier: MIT

namespace FastSipAlg.Simulation.Messages;

/// <summary>One header field of a simulated message, unfolded; the name as it was written, long or compact.</summary>
public readonly record struct HeaderField(string Name, string Value)
{
    /// <summary>Whether this is a header field <paramref name="name"/>, which is the long form, in any case or in its compact form.</summary>
    public bool Is(string name)
    {
        return string.Equals(Name, name, StringComparison.OrdinalIgnoreCase)
            || (Name.Length == 1 && string.Equals(LongForm(Name[0]), name, StringComparison.OrdinalIgnoreCase));
    }

    // RFC 3261 §7.3.3 and the registry that continues it: only those that a phone or proxy here must understand.
    private static string? LongForm(char compact) => char.ToLowerInvariant(compact) switch
    {
        'c' => "Content-Type",
        'f' => "From",
        'i' => "Call-ID",
        'k' => "Supported",
        'l' => "Content-Length",
        'm' => "Contact",
        's' => "Subject",
        't' => "To",
        'v' => "Via",
        _ => null,
    };
}
