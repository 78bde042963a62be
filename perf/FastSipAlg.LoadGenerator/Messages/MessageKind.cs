// SPDX-License-Identifier: MIT

namespace FastSipAlg.LoadGenerator.Messages;

/// <summary>What the generated requests look like.</summary>
public enum MessageKind
{
    /// <summary>REGISTER, about 600 octets: what most phones send most of the time.</summary>
    Register,

    /// <summary>INVITE with a session description, about 1,400 octets.</summary>
    Invite,

    /// <summary>One after the other in turn.</summary>
    Mixed,

    /// <summary>In turn three REGISTER and an INFO inside a dialog, which no relay may refuse.</summary>
    Dialogs,
}
