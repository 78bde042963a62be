// SPDX-License-Identifier: MIT

using System.Net;

namespace FastSipAlg.Transport.Servers;

/// <summary>The machine's own names (hosts(5)), which go before DNS wherever a program asks the system.</summary>
internal static class HostsFile
{
    private const string Path = "/etc/hosts";

    public static IReadOnlyList<IPAddress> Find(string name)
    {
        try
        {
            return Find(File.ReadLines(Path), name);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    // IP_address canonical_hostname [aliases...]   '#' to the end of the line is a comment
    internal static IReadOnlyList<IPAddress> Find(IEnumerable<string> lines, string name) =>
    [
        .. from line in lines
           let words = line.Split('#')[0].Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)
           where words.Length > 1 && words.Skip(1).Contains(name.TrimEnd('.'), StringComparer.OrdinalIgnoreCase) && IPAddress.TryParse(words[0], out _)
           select IPAddress.Parse(words[0]),
    ];
}
