// SPDX-License-Identifier: MIT

using Xunit;

namespace FastSipAlg.Architecture.Tests;

public sealed class SourceFileTests
{
    private const string Text = """
        using System;
        using static FastSipAlg.Sip.Text.Ascii;
        using Limits = FastSipAlg.Sip.Framing.SipFramerLimits;
        // using FastSipAlg.Relay;
        namespace FastSipAlg.Sip.Framing;
        public enum FrameStatus : byte { None }
        public sealed class SipFramer<T>(int a) where T : class, new() { }
        internal readonly record struct Splice(int At);
        internal sealed record Facts
        {
            private ref struct Cursor;
            internal delegate bool Test(int a);
        }
        """;

    private readonly SourceFile _file = new("src/FastSipAlg.Sip/Framing/SipFramer.cs", Text);

    [Fact]
    public void Types_EveryKindOfDeclaration_IsFound()
    {
        Assert.Equal(["FrameStatus", "SipFramer", "Splice", "Facts", "Cursor", "Test"], _file.Types);
    }

    [Fact]
    public void Usings_PlainStaticAndAlias_AreFoundAndCommentsAreNot()
    {
        Assert.Equal(["System", "FastSipAlg.Sip.Text.Ascii", "FastSipAlg.Sip.Framing.SipFramerLimits"], _file.Usings);
    }

    [Fact]
    public void Place_PathInAProject_IsProjectFolderAndNamespace()
    {
        Assert.Equal(("FastSipAlg.Sip", "Framing", "FastSipAlg.Sip.Framing"), (_file.Project, _file.Folder, _file.Namespace));
    }
}
