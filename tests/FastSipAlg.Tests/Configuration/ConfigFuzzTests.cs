// SPDX-License-Identifier: MIT

using CsCheck;
using FastSipAlg.Configuration;

namespace FastSipAlg.Tests.Configuration;

/// <summary>Whatever the text: loading never throws, and what is written from it reads back to the same.</summary>
public sealed class ConfigFuzzTests
{
    // Words that lead deep into the schema, and what breaks lexers. Two line ends, so that lines are short.
    private static readonly string[] Pieces =
    [
        "config ", "edit ", "set ", "unset ", "next", "end", "\n", "\n", " ", "\"", "“", "”", "\\", "#", "\r\n", "\t", "\0", "\uFEFF", "\ud800", "ß",
        "config voip profile\n", "config sip\n", "config sip server\n", "config sip listener\n", "config user peer\n", "config user peergrp\n",
        "config vpn certificate ca\n", "config vpn certificate local\n", "config system settings\n", "config system management\n",
        "edit \"a\"\n", "edit default\n", "edit \"a b\"\n", "next\n", "end\n", "set address ", "set port ", "set server a\n", "set member a a\n",
        "set cn \"x\\\"y\\\\z\"\n", "set ca \"-----BEGIN\nx\"\n", "set password \"p\"\n", "set ssl-min-version tls-1.3\n", "set ssl-mode FULL\n",
        "set sip-tcp-port 1 2\n", "set mode observe\n", "set off-rules unknown-header ", "set call-id-regex \"^[a-z\\.]+(\"\n", "0", "65536", "[::1]:1", "::1", "a.example:5061", "10.0.0.0/8",
    ];

    private static readonly Gen<string> Texts = Gen.Int[0, Pieces.Length - 1].Select(i => Pieces[i]).Array[0, 60].Select(string.Concat);

    [Fact]
    public void Loader_AnyText_NeverThrowsAndWritesWhatReadsBack() => Texts.Sample(text =>
    {
        var loaded = ConfigurationLoader.LoadText(text, ConfigCorpus.Root);
        var written = ConfigWriter.ToText(loaded, isEffective: false);
        var again = ConfigurationLoader.LoadText(written, ConfigCorpus.Root);

        Assert.Equal(written, ConfigWriter.ToText(again, isEffective: false));
        Assert.Equal(ConfigWriter.ToJson(loaded, isEffective: false), ConfigWriter.ToJson(again, isEffective: false));
    }, iter: 5000);
}
