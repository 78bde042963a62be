// SPDX-License-Identifier: MIT

namespace FastSipAlg.Fuzz.Targets;

/// <summary>An input made false what must hold for every input.</summary>
internal sealed class BrokenInvariantException(string message) : Exception(message);
