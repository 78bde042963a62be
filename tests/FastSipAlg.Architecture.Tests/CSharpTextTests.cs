// SPDX-License-Identifier: MIT

using Xunit;

namespace FastSipAlg.Architecture.Tests;

public sealed class CSharpTextTests
{
    [Theory]
    [InlineData("a // b\nc", "a     \nc")]
    [InlineData("a /* b\n */ c", "a     \n    c")]
    [InlineData("a \"b // c\" d", "a          d")]
    [InlineData("a \"b\\\"c\" d", "a        d")]
    [InlineData("a @\"b\\\" d", "a @     d")]
    [InlineData("a @\"b\"\"c\" d", "a @       d")]
    [InlineData("a \"\"\"b \"c\" \"\"\" d", "a              d")]
    [InlineData("a '\"' b", "a     b")]
    [InlineData("a '\\'' b", "a      b")]
    public void WithoutCommentsAndLiterals_AnyCommentOrLiteral_LeavesOnlyCode(string text, string expected)
    {
        var code = CSharpText.WithoutCommentsAndLiterals(text);

        Assert.Equal(expected, code);
    }
}
