// SPDX-License-Identifier: MIT

namespace FastSipAlg.Configuration.Options;

/// <summary>What a profile wants done with a message that a check finds fault with: FortiOS's three words.</summary>
public enum CheckAction
{
    /// <summary>Dropped without an answer, unless <see cref="InspectionOptions.AnswerDiscarded"/>.</summary>
    Discard,

    /// <summary>Reported and handed on; later checks still run.</summary>
    Pass,

    /// <summary>Dropped, and a request is answered on the connection it came from.</summary>
    Respond,
}
