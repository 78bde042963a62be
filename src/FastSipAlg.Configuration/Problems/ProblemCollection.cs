// SPDX-License-Identifier: MIT

using System.Collections;

namespace FastSipAlg.Configuration.Problems;

/// <summary>Collects problems from every stage of loading; nobody stops at the first.</summary>
public sealed class ProblemCollection : IReadOnlyCollection<Problem>
{
    private readonly List<Problem> _problems = [];

    public int Count => _problems.Count;

    public bool HasErrors => _problems.Exists(problem => problem.Severity == ProblemSeverity.Error);

    public void Error(SourcePlace place, string path, string sentence) => Add(ProblemSeverity.Error, place, path, sentence);

    public void Warning(SourcePlace place, string path, string sentence) => Add(ProblemSeverity.Warning, place, path, sentence);

    /// <summary>In reading order: the configuration file first, then environment variables by name.</summary>
    public IReadOnlyList<Problem> InReadingOrder(string firstFile) =>
    [
        .. _problems
            .OrderBy(problem => problem.File != firstFile)
            .ThenBy(problem => new SourcePlace(problem.File, problem.Line, problem.Column)),
    ];

    public IEnumerator<Problem> GetEnumerator() => _problems.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private void Add(ProblemSeverity severity, SourcePlace place, string path, string sentence) =>
        _problems.Add(new Problem(severity, place.File, place.Line, place.Column, path, sentence));
}
