// SPDX-License-Identifier: MIT

namespace FastSipAlg.Sip.Grammar;

/// <summary>The 14 methods of the VoIP profile (RFC 3261, 3262, 3311, 3428, 3515, 3903, 6086, 6665), and everything else.</summary>
public enum SipMethod : byte
{
    /// <summary>A method outside this list.</summary>
    Unknown,
    Ack,
    Bye,
    Cancel,
    Info,
    Invite,
    Message,
    Notify,
    Options,
    Prack,
    Publish,
    Refer,
    Register,
    Subscribe,
    Update,
}
