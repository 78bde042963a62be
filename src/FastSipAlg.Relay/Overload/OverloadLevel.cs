// SPDX-License-Identifier: MIT

namespace FastSipAlg.Relay.Overload;

/// <summary>How short CPU or memory is; FortiOS's colours of conserve mode.</summary>
public enum OverloadLevel : byte
{
    /// <summary>Neither is short.</summary>
    Green,

    /// <summary>Handshakes with phones do not begin: they wait.</summary>
    Red,

    /// <summary>Handshakes with phones are refused, and a share of the requests that would begin a dialog or a registration.</summary>
    Extreme,
}
