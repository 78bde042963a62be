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

    /// <summary>A problem that another room found with an entry, at the place where the option, or else the entry, stands. The option may stand in a block inside the entry.</summary>
    public Problem ProblemAt(OptionProblem found)
    {
        var block = ConfigSchema.Blocks.FirstOrDefault(known => found.Path.StartsWith(known.Name + " ", StringComparison.Ordinal));
        var entry = block is null ? null : Tree.Block(block.Name)?.Entry(found.Path[(block.Name.Length + 1)..]);
        var setting = entry?.Setting(found.Option) ?? entry?.Children.Select(child => child.Setting(found.Option)).FirstOrDefault(inside => inside is not null);
        var place = (setting ?? entry ?? Tree).Place;
        return new Problem(
            found.IsError ? ProblemSeverity.Error : ProblemSeverity.Warning, place.File, place.Line, place.Column, setting?.Path ?? $"{found.Path} {found.Option}", found.Sentence);
    }
}
