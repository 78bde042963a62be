// SPDX-License-Identifier: MIT

namespace FastSipAlg.LoadGenerator.Scenarios;

/// <summary>A run that cannot be carried out as asked; the message says why.</summary>
internal sealed class LoadException(string message) : Exception(message);
