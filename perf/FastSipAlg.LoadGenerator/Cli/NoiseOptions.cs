// SPDX-License-Identifier: MIT

using System.CommandLine;
using FastSipAlg.LoadGenerator.Scenarios;

namespace FastSipAlg.LoadGenerator.Cli;

/// <summary>The command-line options that say how much noise there is.</summary>
internal sealed class NoiseOptions
{
    private readonly Option<int> _silent = new("--silent") { Description = "connections that say nothing; those that are closed are opened again", DefaultValueFactory = _ => 5000 };

    private readonly Option<double> _garbage = new("--garbage") { Description = "connections a second that send what is no TLS", DefaultValueFactory = _ => 200 };

    private readonly Option<double> _hellos = new("--hellos") { Description = "connections a second that send a ClientHello first, so that the relay signs for them", DefaultValueFactory = _ => 0 };

    private readonly Option<int> _sources = new("--sources") { Description = "loopback addresses that these come from", DefaultValueFactory = _ => 100 };

    public void AddTo(Command command)
    {
        command.Options.Add(_silent);
        command.Options.Add(_garbage);
        command.Options.Add(_hellos);
        command.Options.Add(_sources);
    }

    public NoisePlan Read(ParseResult parsed) => new(parsed.GetValue(_silent), parsed.GetValue(_garbage), parsed.GetValue(_hellos), parsed.GetValue(_sources));
}
