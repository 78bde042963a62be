// SPDX-License-Identifier: MIT

using FastSipAlg.Configuration.Problems;

namespace FastSipAlg.Configuration.Syntax;

/// <summary>One word of the text, quotes and escapes taken off, and where it began.</summary>
public readonly record struct ConfigWord(string Text, SourcePlace Place);
