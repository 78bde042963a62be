// SPDX-License-Identifier: MIT

namespace FastSipAlg.Dissect;

/// <summary>One thing that was understood of a line: <c>branch</c>, <c>z9hG4bK74bf9</c>. The text is fit to be shown.</summary>
internal readonly record struct Fact(string Name, string Text);
