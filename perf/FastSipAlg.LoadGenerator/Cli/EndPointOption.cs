// SPDX-License-Identifier: MIT

using System.CommandLine;
using System.Net;

namespace FastSipAlg.LoadGenerator.Cli;

/// <summary>A command-line option of the form ADDRESS:PORT.</summary>
internal sealed class EndPointOption : Option<IPEndPoint>
{
    public EndPointOption(string name)
        : base(name) => CustomParser = argument => IPEndPoint.Parse(argument.Tokens[0].Value);
}
