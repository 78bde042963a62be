// SPDX-License-Identifier: MIT

namespace FastSipAlg.Inspection.Verdicts;

/// <summary>What becomes of a message; also what a rule is configured to do with one.</summary>
public enum VerdictKind : byte
{
    /// <summary>It goes on, untouched.</summary>
    Pass,

    /// <summary>It is dropped, and its sender hears nothing.</summary>
    Discard,

    /// <summary>It is dropped, and its sender gets an answer on the connection it came from.</summary>
    Respond,
}
