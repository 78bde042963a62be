// SPDX-License-Identifier: MIT

namespace FastSipAlg.Dissect;

/// <summary>What a line of a session description is (RFC 8866 §5), its value taken apart at its spaces.</summary>
internal static class SdpFacts
{
    private static readonly Dictionary<char, (string Name, string[] Words)> Lines = new()
    {
        ['v'] = ("version", ["version"]),
        ['o'] = ("origin", ["user", "session-id", "session-version", "network", "address-type", "address"]),
        ['s'] = ("session name", []),
        ['i'] = ("information", []),
        ['u'] = ("URI", []),
        ['e'] = ("e-mail address", []),
        ['p'] = ("phone number", []),
        ['c'] = ("connection", ["network", "address-type", "address"]),
        ['b'] = ("bandwidth", ["bandwidth"]),
        ['t'] = ("time", ["start", "stop"]),
        ['r'] = ("repeat times", []),
        ['z'] = ("time zones", []),
        ['k'] = ("key", []),
        ['a'] = ("attribute", []),
        ['m'] = ("media", ["media", "port", "transport"]),
    };

    /// <param name="line">Without its line break, and without what is secret of it.</param>
    public static IReadOnlyList<Fact> Of(ReadOnlySpan<byte> line)
    {
        if (line.Length < 2 || line[1] != '=' || !Lines.TryGetValue((char)line[0], out var known))
        {
            return [];
        }

        var facts = new List<Fact> { new("line", known.Name) };
        var value = line[2..];
        if (line[0] == 'a')
        {
            var colon = value.IndexOf((byte)':');
            UriFacts.AddTo(facts, "attribute", colon < 0 ? value : value[..colon]);
            return facts;
        }

        if (value.Count((byte)' ') + 1 < known.Words.Length)
        {
            return facts;
        }

        foreach (var word in known.Words)
        {
            var end = value.IndexOf((byte)' ');
            UriFacts.AddTo(facts, word, end < 0 ? value : value[..end]);
            value = end < 0 ? [] : value[(end + 1)..];
        }

        UriFacts.AddTo(facts, line[0] == 'm' ? "formats" : "more", known.Words.Length == 0 ? [] : value);
        return facts;
    }
}
