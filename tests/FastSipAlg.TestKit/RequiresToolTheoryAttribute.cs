// SPDX-License-Identifier: MIT

using Xunit;

namespace FastSipAlg.TestKit;

/// <summary>A theory that needs programs of this machine; see <see cref="RequiresToolAttribute"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RequiresToolTheoryAttribute : TheoryAttribute
{
    public RequiresToolTheoryAttribute(params string[] tools)
    {
        Tools = tools;
        Skip = ExternalTool.WhyMissing(tools);
    }

    public IReadOnlyList<string> Tools { get; }
}
