// SPDX-License-Identifier: MIT

using System.Xml.Linq;
using FastSipAlg.LoadGenerator.Measuring;
using FastSipAlg.LoadGenerator.Reporting;

namespace FastSipAlg.Tests.LoadGenerator;

public sealed class ComparisonTests
{
    private static readonly ComparisonSides Sides = new("fastsipalg", ["haproxy", "nginx"], "kamailio");

    private static readonly LoadResult[] Results =
    [
        Run("direct", "rate") with { P99Microseconds = 100 },
        Run("fastsipalg", "rate", cpu: 30) with { P99Microseconds = 300 },
        Run("haproxy", "rate", cpu: 40) with { P99Microseconds = 90 },
        Run("nginx", "rate", cpu: 36) with { P99Microseconds = 80 },
        Run("kamailio", "rate", cpu: 60),
        Run("fastsipalg", "rate9000", cpu: 36),
        Run("fastsipalg", "window1") with { MessagesPerSecond = 50_000 },
        Run("haproxy", "window1") with { MessagesPerSecond = 60_000 },
        Run("nginx", "window1") with { MessagesPerSecond = 40_000 },
        Run("fastsipalg", "idle2000") with { PssKibibytesPerConnection = 70 },
    ];

    private static readonly IReadOnlyList<ComparisonLine> Lines = Comparison.Of(Summary.Of(Results), Sides);

    [Fact]
    public void Ratio_OfAFigureOfWhichLessIsBetter_IsToTheLowestPeer()
    {
        var line = Line("CPU per message, 5,000 requests/s on 200 leg pairs");

        Assert.Equal(30d / 36, line.Ratio);
        Assert.True(line.IsReached);
    }

    [Fact]
    public void Table_OfPeersAlone_HasNoRatios()
    {
        var lines = Comparison.Of(Summary.Of([Run("haproxy", "rate", cpu: 40)]), Sides);

        Assert.Contains("40.0 µs", ComparisonTable.Write(lines, Sides), StringComparison.Ordinal);
    }

    [Fact]
    public void Ratio_OfAFigureOfWhichMoreIsBetter_IsToTheHighestPeer()
    {
        var line = Line("messages/s, closed loop, window 1");

        Assert.Equal(50d / 60, line.Ratio!.Value, 6);
        Assert.False(line.IsReached);
    }

    [Fact]
    public void Ratio_ToAPeerThatAddedNothing_IsNone()
    {
        var line = Line("p99 latency added at 5,000 requests/s");

        Assert.Equal((0.2, null, null), (line.Values["fastsipalg"], line.Ratio, line.IsReached));
    }

    [Fact]
    public void Ratio_AgainstTheRelayThatStandsApart_LeavesThePeersOut()
    {
        var line = Line("CPU per message, 5,000 requests/s, against Kamailio");

        Assert.Equal(0.5, line.Ratio);
        Assert.Equal(["fastsipalg", "kamailio"], line.Values.Keys);
    }

    [Fact]
    public void Lines_AgainstTheRelayThatStandsApart_AreLeftOutWithoutIt()
    {
        var lines = Comparison.Of(Summary.Of([.. Results.Where(result => result.Relay != "kamailio")]), Sides);

        Assert.DoesNotContain(lines, line => line.Figure.Bar?.Kind == BarKind.Apart);
    }

    [Theory]
    [InlineData("PSS per idle leg pair, 2,000 pairs", true)]
    [InlineData("CPU per message on 9,000 leg pairs, against 200", false)]
    public void Bar_OnTheValueItself_NeedsNoPeer(string figure, bool isReached)
    {
        Assert.Equal(isReached, Line(figure).IsReached);
    }

    [Fact]
    public void Table_OfAllLines_SaysFigureRatioAndBar()
    {
        var table = ComparisonTable.Write(Lines, Sides);

        var cells = table.Split('\n').Single(line => line.StartsWith("| messages/s, closed loop, window 1 ", StringComparison.Ordinal)).Split('|', StringSplitOptions.TrimEntries);
        Assert.Equal(["", "messages/s, closed loop, window 1", "50,000", "60,000", "40,000", "", "0.83", "≥ 0.95 × best", "missed", ""], cells);
    }

    [Fact]
    public void Plot_OfAllLines_IsWellFormedAndShowsEachRelay()
    {
        var svg = XDocument.Parse(ComparisonPlot.Write(Lines, Sides, "a < b")).Root!;

        var texts = svg.Descendants().Where(element => element.Name.LocalName == "text").Select(element => element.Value).ToList();
        Assert.Contains("a < b", texts);
        Assert.All(Sides.All, relay => Assert.Contains(relay, texts));
        Assert.Contains("36.0 µs", texts);
    }

    [Fact]
    public void Record_WrittenAndRead_HasTheSameRuns()
    {
        var record = RunRecord.Parse(new RunRecord { Runs = Results, Note = "a machine" }.ToString());
        var lines = RunRecord.Parse(string.Join('\n', Results.Select(result => result.ToString())));

        Assert.Equal(Results, record.Runs);
        Assert.Equal(Results, lines.Runs);
        Assert.Equal("a machine", record.Note);
    }

    [Fact]
    public void Section_BetweenItsMarks_IsReplacedAndNothingElse()
    {
        var document = $"# A\n{MarkedSection.Begin}\nold\n{MarkedSection.End}\n## B\n";

        Assert.Equal($"# A\n{MarkedSection.Begin}\n\nnew\n\n{MarkedSection.End}\n## B\n", MarkedSection.Replace(document, "new\n"));
        Assert.Null(MarkedSection.Replace("# A\n", "new"));
    }

    private static ComparisonLine Line(string title) => Lines.Single(line => line.Figure.Title == title);

    private static LoadResult Run(string relay, string scenario, double? cpu = null) =>
        new() { Relay = relay, Scenario = scenario, CpuMicrosecondsPerMessage = cpu };
}
