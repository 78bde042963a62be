// SPDX-License-Identifier: MIT

using System.CommandLine;
using FastSipAlg.Cli;

var root = new RootCommand("FastSipAlg: a SIP-over-TLS application layer gateway.")
{
    RunCommand.Create(),
    RemoteCommands.Status(),
    RemoteCommands.Flows(),
    RemoteCommands.Drain(),
    RemoteCommands.Reload(),
    DemoCommand.Create(),
    CheckCommand.Create(),
    ShowCommand.Create(),
    TlsReportCommand.Create(),
    DissectCommand.Create(),
    CertificateCommand.Create(),
};

// A relay stops in its own time: the library would end the process two seconds after the first signal.
var command = root.Parse(args);
var invocation = new InvocationConfiguration();
invocation.ProcessTerminationTimeout = command.CommandResult.Command.Name == "run" ? null : invocation.ProcessTerminationTimeout;
return await command.InvokeAsync(invocation);
