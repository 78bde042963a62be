// SPDX-License-Identifier: MIT

namespace FastSipAlg.Transport.Sockets;

/// <summary>How much threads that carry messages had to do, and how late they were.</summary>
/// <param name="Use">Share of the time in which there was work, 0 to 1; whether the machine let them do it or not.</param>
/// <param name="Lag">What work that became ready had to wait, on average over the time.</param>
public readonly record struct LoopLoad(double Use, TimeSpan Lag);
