// SPDX-License-Identifier: MIT

using System.CommandLine;

namespace FastSipAlg.Cli;

/// <summary><c>--config FILE</c>, the same for every command that reads a configuration.</summary>
internal static class ConfigOption
{
    public static Option<string> Create() => new("--config")
    {
        Description = "The configuration: FortiOS-style text, or JSON (.json) with the same tree.",
        HelpName = "FILE",
        DefaultValueFactory = _ => "fastsipalg.conf",
    };
}
