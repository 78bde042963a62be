// SPDX-License-Identifier: MIT

using FastSipAlg.Configuration.Problems;

namespace FastSipAlg.Configuration.Syntax;

public enum ConfigNodeKind
{
    /// <summary>The whole configuration.</summary>
    Root,

    /// <summary><c>config NAME … end</c>.</summary>
    Block,

    /// <summary><c>edit NAME … next</c>.</summary>
    Entry,

    /// <summary><c>set NAME VALUE…</c>, or <c>unset NAME</c>, which has no values.</summary>
    Setting,
}

/// <summary>
/// A node of the configuration tree, whatever it was read from. Within one parent, names of a kind are different:
/// what is written twice is one node. Settings have values and no children, all others children and no values.
/// </summary>
public sealed class ConfigNode
{
    private readonly List<ConfigNode> _children = [];

    public ConfigNode(ConfigNodeKind kind, string name, SourcePlace place)
    {
        Kind = kind;
        Name = name;
        Place = place;
    }

    public ConfigNodeKind Kind { get; }

    /// <summary>Blocks: the words with one space between. Spelt as in the schema once the tree is checked.</summary>
    public string Name { get; internal set; }

    /// <summary>Where it was written first; of a setting, where it was written last.</summary>
    public SourcePlace Place { get; internal set; }

    public ConfigNode? Parent { get; private set; }

    public IReadOnlyList<ConfigNode> Children => _children;

    public IReadOnlyList<ConfigWord> Values { get; internal set; } = [];

    /// <summary>False when a check has refused it; nothing is assigned from it then, and nobody calls it missing.</summary>
    public bool IsValid { get; internal set; } = true;

    /// <summary>The words that lead here, names with spaces in quotes: <c>voip profile default sip ssl-mode</c>.</summary>
    public string Path
    {
        get
        {
            if (Parent is null)
            {
                return "configuration";
            }

            var name = Kind == ConfigNodeKind.Entry && (Name.Length == 0 || Name.Any(char.IsWhiteSpace)) ? $"\"{Name}\"" : Name;
            return Parent.Parent is null ? name : Parent.Path + " " + name;
        }
    }

    /// <summary>Entries by exact name, blocks and settings case-blind; null when absent.</summary>
    public ConfigNode? Find(ConfigNodeKind kind, string name)
    {
        var comparison = kind == ConfigNodeKind.Entry ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;
        return _children.Find(child => child.Kind == kind && child.Name.Equals(name, comparison));
    }

    public ConfigNode? Block(string name) => Find(ConfigNodeKind.Block, name);

    public ConfigNode? Entry(string name) => Find(ConfigNodeKind.Entry, name);

    public ConfigNode? Setting(string name) => Find(ConfigNodeKind.Setting, name);

    public IEnumerable<ConfigNode> Entries => _children.Where(child => child.Kind == ConfigNodeKind.Entry);

    internal ConfigNode FindOrAdd(ConfigNodeKind kind, string name, SourcePlace place)
    {
        if (Find(kind, name) is { } existing)
        {
            return existing;
        }

        var child = new ConfigNode(kind, name, place);
        Add(child);
        return child;
    }

    /// <summary>A node that knows its parent but is not in the tree: what stands below it is read and forgotten.</summary>
    internal static ConfigNode Detached(ConfigNode parent, ConfigNodeKind kind, SourcePlace place) =>
        new(kind, "", place) { Parent = parent };

    internal void Add(ConfigNode child)
    {
        child.Parent = this;
        _children.Add(child);
    }
}
