// SPDX-License-Identifier: MIT

using FastSipAlg.Configuration.Syntax;
using Microsoft.Extensions.Configuration;

namespace FastSipAlg.Configuration.Providers;

/// <summary>A tree that was read, as a source of configuration keys.</summary>
public sealed class ConfigTextSource(ConfigNode root) : IConfigurationSource
{
    public IConfigurationProvider Build(IConfigurationBuilder builder) => new ConfigTextProvider(root);
}
