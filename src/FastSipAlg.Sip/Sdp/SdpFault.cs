// SPDX-License-Identifier: MIT

using System.Runtime.InteropServices;
using FastSipAlg.Sip.Grammar;

namespace FastSipAlg.Sip.Sdp;

/// <summary>
/// What is wrong with a session description. <paramref name="Line"/> is the line whose rule decides: v, o, s, i, c, b, z, k, a, t, r or m; NUL for u, e, p and
/// whatever is no line of SDP. A line that is missing counts as that line. Offsets are those of the body.
/// </summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct SdpFault(char Line, SipFault Fault)
{
    /// <summary>The same fault as seen from <paramref name="octets"/> further ahead.</summary>
    public SdpFault After(int octets) => this with { Fault = Fault.After(octets) };
}
