// SPDX-License-Identifier: MIT

using System.Text;
using FastSipAlg.Configuration;

namespace FastSipAlg.Fuzz.Targets;

/// <summary>Loading never throws, and what is written from it reads back to the same.</summary>
internal sealed class ConfigurationTarget : IFuzzTarget
{
    // Nowhere, so that no file of the machine is opened by a path that a mutation made.
    private const string Directory = "/nowhere/config";

    public string Name => "configuration";

    public IReadOnlyList<string> SeedFolders => ["config/pairs", "config/wrong"];

    public IReadOnlyList<string> Words { get; } =
    [
        "config ", "edit ", "set ", "unset ", "next\n", "end\n", "\n", " ", "\"", "“", "”", "\\", "\\\"", "#", "\r\n", "\t", "\0", "\uFEFF", "ß", "config voip profile\n", "config sip\n",
        "config user peer\n", "config vpn certificate local\n", "edit \"a b\"\n", "set address ", "set port ", "65536", "-1", "[::1]:1", "10.0.0.0/8", "enable", "disable", "discard", "pass", "respond",
    ];

    public int TestExecutions => 3_000;

    public byte[]? ToSeed(byte[] file) => file.AsSpan().StartsWith("{"u8) ? null : file;

    public void Run(ReadOnlySpan<byte> input)
    {
        var loaded = ConfigurationLoader.LoadText(Encoding.UTF8.GetString(input), Directory);
        var written = ConfigWriter.ToText(loaded, isEffective: false);
        var again = ConfigurationLoader.LoadText(written, Directory);
        Invariant.Holds(ConfigWriter.ToText(again, isEffective: false) == written);
        Invariant.Holds(ConfigWriter.ToJson(loaded, isEffective: false) == ConfigWriter.ToJson(again, isEffective: false));
        foreach (var problem in loaded.Problems)
        {
            Invariant.Holds(problem.ToString().Length > 0);
        }
    }
}
