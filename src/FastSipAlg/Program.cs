// SPDX-License-Identifier: MIT

using System.CommandLine;
using FastSipAlg.Cli;

var root = new RootCommand("FastSipAlg: a SIP-over-TLS application layer gateway.")
{
    RunCommand.Create(),
    DemoCommand.Create(),
    CheckCommand.Create(),
    ShowCommand.Create(),
    TlsReportCommand.Create(),
    DissectCommand.Create(),
    CertificateCommand.Create(),
};
return await root.Parse(args).InvokeAsync();
