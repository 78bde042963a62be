// SPDX-License-Identifier: MIT

namespace FastSipAlg.Configuration.Options;

/// <summary><c>mode</c>: what comes of what a rule finds.</summary>
public enum InspectionMode
{
    /// <summary>The rule does not run.</summary>
    Off,

    /// <summary>Counted and reported as what would have been done; every message is handed on.</summary>
    Observe,

    /// <summary>Done.</summary>
    Enforce,
}
