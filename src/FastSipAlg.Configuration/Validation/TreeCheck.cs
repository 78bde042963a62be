// SPDX-License-Identifier: MIT

using FastSipAlg.Configuration.Problems;
using FastSipAlg.Configuration.Schema;
using FastSipAlg.Configuration.Syntax;

namespace FastSipAlg.Configuration.Validation;

/// <summary>
/// Holds the tree against the schema: every block, entry, option and value. What is refused is marked, so that nothing is assigned from it;
/// what is accepted is spelt as the schema spells it.
/// </summary>
internal sealed class TreeCheck(ConfigNode root, string baseDirectory, ProblemCollection problems)
{
    private StoredCertificates? _stored;

    /// <summary>Gives what the certificate store adds to the tree's names.</summary>
    public StoredCertificates Run()
    {
        Children(root, ConfigSchema.Root);
        _stored = StoredCertificates.Of(root, baseDirectory, problems);
        foreach (var block in root.Children.Where(block => block.IsValid))
        {
            References(block, ConfigSchema.Root.FindBlock(block.Name)!);
        }

        return _stored;
    }

    private void Children(ConfigNode node, BlockSchema schema)
    {
        foreach (var child in node.Children)
        {
            if (child.Kind == ConfigNodeKind.Setting)
            {
                Setting(child, schema);
            }
            else if (child.Kind == ConfigNodeKind.Entry)
            {
                Refuse(child, "takes no entries: `edit` has no place here");
            }
            else if (schema.FindBlock(child.Name) is { } block)
            {
                Block(child, block);
            }
            else
            {
                Refuse(child, $"unknown block{NearestWord.Hint(child.Name, [.. schema.Blocks.Select(known => known.Name)])}");
            }
        }
    }

    private void Block(ConfigNode node, BlockSchema schema)
    {
        node.Name = schema.Name;
        if (schema.Warning is { } warning)
        {
            problems.Warning(node.Place, node.Path, warning);
        }

        if (!schema.HasEntries)
        {
            Children(node, schema);
            return;
        }

        foreach (var child in node.Children)
        {
            if (child.Kind == ConfigNodeKind.Entry)
            {
                Entry(child, schema);
            }
            else
            {
                Refuse(child, $"stands outside any entry of `{schema.Name}`: an `edit` line is missing before it");
            }
        }
    }

    private void Entry(ConfigNode node, BlockSchema schema)
    {
        if (node.Name.Length > schema.MaximumNameLength)
        {
            problems.Error(node.Place, node.Path, $"the name is {node.Name.Length} characters long, {schema.MaximumNameLength} is the most");
        }

        var twin = node.Parent!.Entries.First(other => other.Name.Equals(node.Name, StringComparison.OrdinalIgnoreCase));
        if (twin != node)
        {
            problems.Error(node.Place, node.Path, $"differs only in case from `{twin.Name}` on line {twin.Place.Line}");
        }

        Children(node, schema);
    }

    private void Setting(ConfigNode node, BlockSchema schema)
    {
        if (schema.FindOption(node.Name) is not { } option)
        {
            Refuse(node, $"unknown option{NearestWord.Hint(node.Name, [.. schema.Options.Select(known => known.Keyword)])}");
            return;
        }

        node.Name = option.Keyword;
        if (!option.IsList && node.Values.Count > 1)
        {
            problems.Error(node.Values[1].Place, node.Path, "takes one value: put a value with spaces in quotes");
            node.IsValid = false;
            return;
        }

        node.Values = [.. node.Values.Select(word => Value(node, option, word))];
    }

    private ConfigWord Value(ConfigNode node, OptionSchema option, ConfigWord word)
    {
        if (!ValueCheck.TryAccept(option, word.Text, baseDirectory, out var accepted, out var sentence))
        {
            problems.Error(word.Place, node.Path, sentence);
            node.IsValid = false;
        }
        else if (option.Warnings.TryGetValue(accepted, out var warning))
        {
            problems.Warning(word.Place, node.Path, warning);
        }
        else if (!option.IsInForce(accepted))
        {
            problems.Warning(word.Place, node.Path, Option.NotYet);
        }

        return word with { Text = accepted };
    }

    private void References(ConfigNode node, BlockSchema schema)
    {
        foreach (var child in node.Children.Where(child => child.IsValid))
        {
            switch (child.Kind)
            {
                case ConfigNodeKind.Block:
                    References(child, schema.FindBlock(child.Name)!);
                    break;
                case ConfigNodeKind.Entry:
                    References(child, schema);
                    break;
                case ConfigNodeKind.Setting when schema.FindOption(child.Name) is { Kind: OptionKind.Reference } option:
                    Reference(child, option);
                    break;
            }
        }
    }

    private void Reference(ConfigNode node, OptionSchema option)
    {
        foreach (var word in node.Values)
        {
            var blocks = option.References.Select(name => ConfigSchema.Root.FindBlock(name)!).ToList();
            var found = blocks.Count(block => NamesOf(block).Contains(word.Text));
            if (found == 1)
            {
                continue;
            }

            var nouns = string.Join(" or ", blocks.Select(block => block.EntryNoun));
            var names = blocks.SelectMany(NamesOf).ToList();
            problems.Error(word.Place, node.Path, found > 1
                ? $"`{word.Text}` is both a {string.Join(" and a ", blocks.Select(block => block.EntryNoun))}: rename one"
                : $"there is no {nouns} `{word.Text}`{NearestWord.Hint(word.Text, names)}");
            node.IsValid = false;
        }
    }

    private IEnumerable<string> NamesOf(BlockSchema block) =>
        (root.Block(block.Name)?.Entries.Select(entry => entry.Name) ?? []).Union(block.BuiltIn.Keys).Union(_stored!.NamesFor(block));

    private void Refuse(ConfigNode node, string sentence)
    {
        problems.Error(node.Place, node.Path, sentence);
        node.IsValid = false;
    }
}
