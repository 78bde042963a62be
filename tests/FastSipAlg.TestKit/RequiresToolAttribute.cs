// SPDX-License-Identifier: MIT

using Xunit;

namespace FastSipAlg.TestKit;

/// <summary>A fact that needs programs of this machine, such as <c>openssl</c>: skipped, with a sentence that says which one is missing, where it is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RequiresToolAttribute : FactAttribute
{
    public RequiresToolAttribute(params string[] tools)
    {
        Tools = tools;
        Skip = ExternalTool.WhyMissing(tools);
    }

    public IReadOnlyList<string> Tools { get; }
}
