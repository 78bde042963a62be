// SPDX-License-Identifier: MIT

namespace FastSipAlg.Sip.Headers;

public enum SipUriScheme : byte
{
    Other,
    Sip,
    Sips,
    Tel,
}
