// SPDX-License-Identifier: MIT

using FastSipAlg.Configuration.Options;
using FastSipAlg.Configuration.Problems;
using FastSipAlg.Configuration.Schema;
using FastSipAlg.Configuration.Syntax;

namespace FastSipAlg.Configuration;

/// <summary>A configuration as it was read: the tree, the options bound from it, and everything that is wrong with it.</summary>
public sealed class LoadedConfiguration
{
    internal LoadedConfiguration(string file, ConfigNode tree, FastSipAlgOptions options, IReadOnlyList<Problem> problems)
    {
        File = file;
        Tree = tree;
        Options = options;
        Problems = problems;
    }

    public string File { get; }

    public ConfigNode Tree { get; }

    /// <summary>Complete only when there are no errors.</summary>
    public FastSipAlgOptions Options { get; }

    /// <summary>In reading order.</summary>
    public IReadOnlyList<Problem> Problems { get; }

    public bool HasErrors => Problems.Any(problem => problem.IsError);

    /// <summary>A problem that another room found with an entry, at the place where the option, or else the entry, stands.</summary>
    /// <param name="path">Block and entry: <c>vpn certificate local Server_cert</c>.</param>
    /// <param name="option">The option's keyword.</param>
    /// <param name="sentence">What is wrong and how to cure it.</param>
    /// <param name="isError">Whether the configuration can not be used.</param>
    public Problem ProblemAt(string path, string option, string sentence, bool isError)
    {
        var block = ConfigSchema.Blocks.FirstOrDefault(known => path.StartsWith(known.Name + " ", StringComparison.Ordinal));
        var entry = block is null ? null : Tree.Block(block.Name)?.Entry(path[(block.Name.Length + 1)..]);
        var place = (entry?.Setting(option) ?? entry?.Block("sip")?.Setting(option) ?? entry ?? Tree).Place;
        return new Problem(isError ? ProblemSeverity.Error : ProblemSeverity.Warning, place.File, place.Line, place.Column, $"{path} {option}", sentence);
    }
}
