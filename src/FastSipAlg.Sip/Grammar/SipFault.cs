// SPDX-License-Identifier: MIT

using System.Runtime.InteropServices;

namespace FastSipAlg.Sip.Grammar;

/// <summary>What is wrong, and where: octets from the start of whatever was looked at. <c>default</c>: nothing is wrong.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct SipFault(SipDefect Defect, int Offset)
{
    public bool IsNone => Defect == SipDefect.None;

    /// <summary>The same fault as seen from <paramref name="octets"/> further ahead; nothing stays nothing.</summary>
    public SipFault After(int octets) => IsNone ? this : this with { Offset = Offset + octets };
}
