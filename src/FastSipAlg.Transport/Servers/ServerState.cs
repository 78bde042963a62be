// SPDX-License-Identifier: MIT

namespace FastSipAlg.Transport.Servers;

/// <summary>What is known of one target of a SIP server.</summary>
public enum ServerState : byte
{
    /// <summary>Nothing speaks against it.</summary>
    Up,

    /// <summary>The last flow that wanted it could not have it; for a while others are tried before it.</summary>
    Avoided,

    /// <summary>The health checks say that it is down; it is tried when nothing else is left.</summary>
    Down,

    /// <summary>Its name has no address yet.</summary>
    Unresolved,
}
