// SPDX-License-Identifier: MIT

using System.CommandLine;
using FastSipAlg.Fuzz.Targets;

namespace FastSipAlg.Fuzz.Cli;

/// <summary>The target that a command is about.</summary>
internal static class TargetArgument
{
    public static Argument<string> Create()
    {
        var argument = new Argument<string>("target") { Description = "one of: " + string.Join(", ", FuzzTargets.Names) };
        argument.AcceptOnlyFromAmong([.. FuzzTargets.Names]);
        return argument;
    }
}
