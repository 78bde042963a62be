// SPDX-License-Identifier: MIT

using System.Globalization;
using FastSipAlg.Configuration.Syntax;
using Microsoft.Extensions.Configuration;

namespace FastSipAlg.Configuration.Providers;

/// <summary>The tree as configuration keys: the words that lead to an option, joined by colons; lists as <c>:0</c>, <c>:1</c>.</summary>
internal sealed class ConfigTextProvider(ConfigNode root) : ConfigurationProvider
{
    public override void Load() => Add(root, "");

    private void Add(ConfigNode node, string path)
    {
        foreach (var child in node.Children)
        {
            var name = child.Kind == ConfigNodeKind.Block ? child.Name.Replace(' ', ':') : child.Name;
            var key = path.Length == 0 ? name : path + ":" + name;
            if (child.Kind != ConfigNodeKind.Setting)
            {
                Add(child, key);
            }
            else if (child.Values.Count == 1)
            {
                Data[key] = child.Values[0].Text;
            }
            else
            {
                for (var i = 0; i < child.Values.Count; i++)
                {
                    Data[key + ":" + i.ToString(CultureInfo.InvariantCulture)] = child.Values[i].Text;
                }
            }
        }
    }
}
