// SPDX-License-Identifier: MIT

namespace FastSipAlg.Configuration.Problems;

public enum ProblemSeverity
{
    /// <summary>The configuration cannot be used.</summary>
    Error,

    /// <summary>It can be used, but does something else than its words say.</summary>
    Warning,
}

/// <summary>One thing that is wrong with a configuration: where, with what, and how to cure it.</summary>
/// <param name="Severity">Whether the configuration can be used all the same.</param>
/// <param name="File">The file as it was named by the user, or an environment variable's name.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1, in characters.</param>
/// <param name="Path">The words that lead there: <c>voip profile default sip ssl-mode</c>.</param>
/// <param name="Sentence">What is wrong and what to write instead, without a final full stop.</param>
public sealed record Problem(ProblemSeverity Severity, string File, int Line, int Column, string Path, string Sentence)
{
    public bool IsError => Severity == ProblemSeverity.Error;

    /// <summary><c>FILE:LINE:COLUMN: path: sentence</c>, the line that <c>fastsipalg check</c> prints.</summary>
    public override string ToString() =>
        $"{File}:{Line}:{Column}: {Path}: {(Severity == ProblemSeverity.Warning ? "warning: " : "")}{Sentence}";
}
