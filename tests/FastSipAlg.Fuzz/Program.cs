// SPDX-License-Identifier: MIT

using System.CommandLine;
using FastSipAlg.Fuzz.Cli;
using FastSipAlg.Fuzz.Driving;

CoverageMap.Install();
var root = new RootCommand("Feeds what reads octets from outside with octets that nobody sends. tools/fuzz.sh builds, instruments and starts it.")
{
    ListCommand.Create(),
    RunCommand.Create(),
    ReplayCommand.Create(),
    SeedsCommand.Create(),
    AflCommand.Create(),
};
return await root.Parse(args).InvokeAsync();
