// SPDX-License-Identifier: MIT

namespace FastSipAlg.LoadGenerator.Reporting;

/// <summary>Who is compared with whom.</summary>
/// <param name="Subject">The relay that is to be judged.</param>
/// <param name="Peers">Relays that do the same job; the best of them is what the subject is measured against.</param>
/// <param name="Apart">Does another job; shown, and compared with where a bar says so.</param>
internal sealed record ComparisonSides(string Subject, IReadOnlyList<string> Peers, string Apart)
{
    public IEnumerable<string> All => [Subject, .. Peers, Apart];
}

/// <summary>One figure of all relays.</summary>
/// <param name="Figure">What was measured.</param>
/// <param name="Values">By relay; those that have none are left out.</param>
/// <param name="Ratio">The subject's figure by the one that its bar refers to, or by the best peer's; null without either.</param>
/// <param name="IsReached">Whether the bar is; null without a bar, or without the figure.</param>
internal sealed record ComparisonLine(Figure Figure, IReadOnlyDictionary<string, double> Values, double? Ratio, bool? IsReached);

/// <summary>The figures side by side, and the subject's by the best peer's.</summary>
internal static class Comparison
{
    public static IReadOnlyList<ComparisonLine> Of(IReadOnlyList<ScenarioSummary> scenarios, ComparisonSides sides)
    {
        var relays = sides.All.Select(relay => new RelayMedians(relay, scenarios)).ToList();
        return [.. Figures.All.Select(figure => Line(figure, relays, sides)).Where(line => IsOfUse(line, sides))];
    }

    // A line against the relay that stands apart says nothing without it.
    private static bool IsOfUse(ComparisonLine line, ComparisonSides sides) =>
        line.Figure.Bar?.Kind == BarKind.Apart ? line.Values.ContainsKey(sides.Apart) : line.Values.Count > 0;

    private static ComparisonLine Line(Figure figure, List<RelayMedians> relays, ComparisonSides sides)
    {
        var values = new Dictionary<string, double>();
        foreach (var relay in relays.Where(relay => figure.Bar?.Kind != BarKind.Apart || relay.Relay == sides.Subject || relay.Relay == sides.Apart))
        {
            if (figure.Value(relay) is { } value && double.IsFinite(value))
            {
                values[relay.Relay] = value;
            }
        }

        var ratio = Ratio(figure, values, sides);
        return new ComparisonLine(figure, values, ratio, IsReached(figure, values, ratio, sides.Subject));
    }

    private static double? Ratio(Figure figure, Dictionary<string, double> values, ComparisonSides sides)
    {
        var others = (figure.Bar?.Kind == BarKind.Apart ? [sides.Apart] : sides.Peers).Where(values.ContainsKey).Select(relay => values[relay]).ToList();
        if (others.Count == 0 || !values.TryGetValue(sides.Subject, out var own))
        {
            return null;
        }

        // A latency added may come out as nothing or less, and then nothing can be divided by it.
        var other = figure.MoreIsBetter ? others.Max() : others.Min();
        return other > 0 ? own / other : null;
    }

    private static bool? IsReached(Figure figure, Dictionary<string, double> values, double? ratio, string subject)
    {
        if (figure.Bar is not { } bar || !values.TryGetValue(subject, out var own) || (bar.Kind == BarKind.Value ? own : ratio) is not { } judged)
        {
            return null;
        }

        return figure.MoreIsBetter ? judged >= bar.Limit : judged <= bar.Limit;
    }
}
