// SPDX-License-Identifier: MIT

using FastSipAlg.Inspection.Verdicts;
using Microsoft.Extensions.Logging;

namespace FastSipAlg.Inspection.Reports;

/// <summary>
/// One event a violation, under a category of its own, from all flows of the process; the event's id is FortiOS's message id. When they come too fast it says so
/// once, at level critical, and goes on with samples.
/// </summary>
/// <param name="loggers">Of the process.</param>
/// <param name="time">Tells the date.</param>
/// <param name="history">Keeps the last of them, whether they are logged or not; null: nobody asks.</param>
public sealed class ViolationLog(ILoggerFactory loggers, TimeProvider time, ViolationHistory? history = null)
{
    public const string Category = "FastSipAlg.Violations";

    private readonly ILogger _log = loggers.CreateLogger(Category);
    private readonly ViolationRate _rate = new(InspectionRuleIds.Count, time);

    /// <param name="violation">Happened just now.</param>
    /// <param name="facts">Of its flow.</param>
    /// <param name="isWanted"><c>log-violations</c>.</param>
    /// <param name="isJson"><c>log-violations-format json</c>.</param>
    public void Write(in Violation violation, FlowFacts facts, bool isWanted, bool isJson)
    {
        var level = violation.Outcome == VerdictKind.Pass ? LogLevel.Information : LogLevel.Warning;
        var isLogged = isWanted && _log.IsEnabled(level);
        if (!isLogged && history is null)
        {
            return;
        }

        var ticket = _rate.Take((int)violation.Rule);
        var id = new EventId(ViolationLine.IdOf(violation));
        if (ticket.BeginsFlood && isLogged)
        {
            Write(LogLevel.Critical, id, ViolationLine.WriteFlood(violation.Rule, facts, time.GetUtcNow(), isJson));
        }

        if (!ticket.IsLogged)
        {
            return;
        }

        var now = time.GetUtcNow();
        if (isLogged)
        {
            Write(level, id, ViolationLine.Write(violation, facts, now, ticket.Suppressed, isJson));
        }

        history?.Add(ViolationLine.Write(violation, facts, now, ticket.Suppressed, isJson: true));
    }

    private void Write(LogLevel level, EventId id, string line) => _log.Log(level, id, line, null, static (text, _) => text);
}
