// SPDX-License-Identifier: MIT

namespace FastSipAlg.Sip.Headers;

public enum NameAddrForm : byte
{
    /// <summary>With or without angle brackets.</summary>
    Address,

    /// <summary>In angle brackets always: Route, Record-Route, Path, Service-Route.</summary>
    Route,

    /// <summary>At most one sip or sips and one tel: P-Asserted-Identity, P-Preferred-Identity.</summary>
    Identity,
}
