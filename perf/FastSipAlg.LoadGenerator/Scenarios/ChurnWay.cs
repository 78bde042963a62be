// SPDX-License-Identifier: MIT

namespace FastSipAlg.LoadGenerator.Scenarios;

/// <summary>How a connection of <see cref="ChurnScenario"/> lives and ends. All but the first are wrong, and the relay must lose nothing by them.</summary>
internal enum ChurnWay
{
    /// <summary>Registers, says close_notify and goes.</summary>
    Registers,

    /// <summary>Says nothing, not even a ClientHello.</summary>
    SaysNothing,

    /// <summary>Is gone at any moment of the handshake.</summary>
    LeavesInHandshake,

    /// <summary>Does not trust our certificate.</summary>
    RefusesCertificate,

    /// <summary>Registers and is gone, without close_notify.</summary>
    LeavesWithoutCloseNotify,

    /// <summary>Is gone in the middle of a message.</summary>
    LeavesInMessage,

    /// <summary>Is gone before its answer.</summary>
    LeavesBeforeAnswer,

    /// <summary>Sends more requests than any buffer holds the answers of, and does not read.</summary>
    ReadsNothing,
}
