// SPDX-License-Identifier: MIT

using FastSipAlg.Configuration.Options;

namespace FastSipAlg.Configuration.Schema;

/// <summary>One <c>config</c> block: a table of entries (<c>edit NAME … next</c>), or one set of options.</summary>
public sealed record BlockSchema
{
    /// <summary>The words after <c>config</c>, lower case, one space between: <c>voip profile</c>.</summary>
    public required string Name { get; init; }

    public required string Help { get; init; }

    public bool HasEntries { get; init; }

    /// <summary>What an entry is called in a sentence: <c>peer group</c>.</summary>
    public string EntryNoun { get; init; } = "entry";

    public int MaximumNameLength { get; init; } = 35;

    public required IReadOnlyList<OptionSchema> Options { get; init; }

    /// <summary>Blocks inside the block, or inside each of its entries.</summary>
    public IReadOnlyList<BlockSchema> Blocks { get; init; } = [];

    /// <summary>A warning for whoever writes the block at all.</summary>
    public string? Warning { get; init; }

    /// <summary>Exists only when written: <c>show --effective</c> does not add it.</summary>
    public bool IsOptional { get; init; }

    /// <summary>Entries that exist without being written, each with the options (path inside the entry → value) that differ from the defaults.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> BuiltIn { get; init; } =
        new Dictionary<string, IReadOnlyDictionary<string, string>>();

    /// <summary>Makes or finds the object that <see cref="OptionSchema.Assign"/> writes to; the text is the entry's name. Null: the parent's object.</summary>
    public Func<FastSipAlgOptions, string, object>? Open { get; init; }

    /// <summary>Case-blind.</summary>
    public OptionSchema? FindOption(string keyword) =>
        Options.FirstOrDefault(option => option.Keyword.Equals(keyword, StringComparison.OrdinalIgnoreCase));

    /// <summary>Case-blind.</summary>
    public BlockSchema? FindBlock(string name) =>
        Blocks.FirstOrDefault(block => block.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}
