// SPDX-License-Identifier: MIT

using FastSipAlg.Inspection.Verdicts;
using Microsoft.Extensions.Logging;

namespace FastSipAlg.Inspection.Reports;

/// <summary>
/// One event a violation, under a category of its own, from all flows of the process; the event's id is FortiOS's message id. When they come too fast it says so
/// once, at level critical, and goes on with samples.
/// </summary>
public sealed class ViolationLog(ILoggerFactory loggers, TimeProvider time)
{
    public const string Category = "FastSipAlg.Violations";

    private readonly ILogger _log = loggers.CreateLogger(Category);
    private readonly ViolationRate _rate = new(InspectionRuleIds.Count, time);

    public void Write(in Violation violation, FlowFacts facts, bool isJson)
    {
        var level = violation.Outcome == VerdictKind.Pass ? LogLevel.Information : LogLevel.Warning;
        if (!_log.IsEnabled(level))
        {
            return;
        }

        var ticket = _rate.Take((int)violation.Rule);
        var id = new EventId(ViolationLine.IdOf(violation));
        if (ticket.BeginsFlood)
        {
            Write(LogLevel.Critical, id, ViolationLine.WriteFlood(violation.Rule, facts, time.GetUtcNow(), isJson));
        }

        if (ticket.IsLogged)
        {
            Write(level, id, ViolationLine.Write(violation, facts, time.GetUtcNow(), ticket.Suppressed, isJson));
        }
    }

    private void Write(LogLevel level, EventId id, string line) => _log.Log(level, id, line, null, static (text, _) => text);
}
