// SPDX-License-Identifier: MIT

namespace FastSipAlg.Dissect;

/// <summary>One rule that a message breaks, and what the profile does about it.</summary>
internal sealed record Finding
{
    /// <summary>The rule's keyword.</summary>
    public required string Rule { get; init; }

    /// <summary>The defect's name; empty when something well formed is forbidden.</summary>
    public required string Defect { get; init; }

    public required string Sentence { get; init; }

    /// <summary>Empty when something well formed is forbidden.</summary>
    public required string Section { get; init; }

    public required int Line { get; init; }

    public required int Column { get; init; }

    /// <summary>The line it stands in, cut around it when it is long.</summary>
    public required string Text { get; init; }

    /// <summary>Characters of <see cref="Text"/> before the octet.</summary>
    public required int Caret { get; init; }

    /// <summary>discard, pass or respond, as the profile says.</summary>
    public required string Action { get; init; }

    /// <summary>off, observe or enforce, as the profile says.</summary>
    public required string Mode { get; init; }
}
