// SPDX-License-Identifier: MIT

using System.CommandLine;
using System.Net;

namespace FastSipAlg.LoadGenerator.Cli;

/// <summary>A command-line option of the form ADDRESS:PORT.</summary>
internal sealed class EndPointOption : Option<IPEndPoint>
{
    public EndPointOption(string name)
        : base(name) => CustomParser = argument =>
    {
        var text = argument.Tokens[0].Value;
        if (!IPEndPoint.TryParse(text, out var endPoint))
        {
            argument.AddError($"{name}: \"{text}\" is no ADDRESS:PORT.");
        }

        return endPoint;
    };
}
