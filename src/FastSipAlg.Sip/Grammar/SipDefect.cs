// SPDX-License-Identifier: MIT

namespace FastSipAlg.Sip.Grammar;

/// <summary>Every way a message can be malformed, each with its RFC section. <see cref="None"/>: not at all.</summary>
public enum SipDefect : byte
{
    None,
}
