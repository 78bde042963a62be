// SPDX-License-Identifier: MIT

using System.CommandLine;
using FastSipAlg.LoadGenerator.Cli;

var root = new RootCommand("Drives a SIP-over-TLS relay from outside, and is the SIP server behind it.")
{
    ServerCommand.Create(),
    SteadyCommand.Create(),
    StormCommand.Create(),
    IdleCommand.Create(),
    ReconnectCommand.Create(),
    SwapCommand.Create(),
    FailoverCommand.Create(),
    ChurnCommand.Create(),
    FloodCommand.Create(),
    NoiseCommand.Create(),
    OverloadCommand.Create(),
    ReportCommand.Create(),
};

// SIGTERM ends a measurement early, and what was measured is still to be summed up and its connections closed.
return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromSeconds(60) });
