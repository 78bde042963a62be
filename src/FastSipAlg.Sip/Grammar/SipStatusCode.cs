// SPDX-License-Identifier: MIT

namespace FastSipAlg.Sip.Grammar;

/// <summary>Status codes that we send ourselves.</summary>
public enum SipStatusCode
{
    BadRequest = 400,
    RequestEntityTooLarge = 413,
    ServiceUnavailable = 503,
    MessageTooLarge = 513,
}
