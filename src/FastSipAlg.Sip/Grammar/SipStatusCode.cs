// SPDX-License-Identifier: MIT

namespace FastSipAlg.Sip.Grammar;

/// <summary>Status codes that we send ourselves.</summary>
public enum SipStatusCode
{
    BadRequest = 400,
    MethodNotAllowed = 405,
    RequestEntityTooLarge = 413,
    ServiceUnavailable = 503,
    VersionNotSupported = 505,
    MessageTooLarge = 513,
}
