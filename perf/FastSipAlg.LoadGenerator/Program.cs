// SPDX-License-Identifier: MIT

using System.CommandLine;
using FastSipAlg.LoadGenerator.Cli;

var root = new RootCommand("Drives a SIP-over-TLS relay from outside, and is the SIP server behind it.")
{
    ServerCommand.Create(),
    SteadyCommand.Create(),
    StormCommand.Create(),
    IdleCommand.Create(),
    ReportCommand.Create(),
};
return await root.Parse(args).InvokeAsync();
