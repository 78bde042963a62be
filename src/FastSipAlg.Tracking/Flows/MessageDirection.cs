// SPDX-License-Identifier: MIT

namespace FastSipAlg.Tracking.Flows;

/// <summary>Which way a message travels through us.</summary>
public enum MessageDirection : byte
{
    PhoneToServer,
    ServerToPhone,
}
