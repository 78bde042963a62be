// SPDX-License-Identifier: MIT

using System.Runtime.InteropServices;
using FastSipAlg.Sip.Framing;

namespace FastSipAlg.Relay.Messages;

/// <summary>What one call of <see cref="MessagePath.TakeRun"/> took off the front of a buffer: first a run of messages to forward as it is, then what stopped it.</summary>
/// <param name="Start">Where the run begins.</param>
/// <param name="Length">Octets of the run; 0: nothing to forward.</param>
/// <param name="Messages">Messages in the run.</param>
/// <param name="Consumed">Octets dealt with, the run and the line breaks around it.</param>
/// <param name="Pings">Double CRLFs that are owed an answer.</param>
/// <param name="Stop">NeedMoreData: read on. Message: call again with the rest. Malformed: the flow must end.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct MessageRun(int Start, int Length, int Messages, int Consumed, int Pings, FrameStatus Stop);
