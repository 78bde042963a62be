// SPDX-License-Identifier: MIT

namespace FastSipAlg.Transport.Legs;

/// <summary>Which of a flow's two legs.</summary>
public enum LegSide : byte
{
    Phone,
    Server,
}
