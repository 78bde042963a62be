// SPDX-License-Identifier: MIT

namespace FastSipAlg.Inspection.Verdicts;

/// <summary>How far a rule goes.</summary>
public enum RuleMode : byte
{
    /// <summary>It does not look.</summary>
    Off,

    /// <summary>It counts and logs what it would have done; everything is forwarded.</summary>
    Observe,

    Enforce,
}
