// SPDX-License-Identifier: MIT

using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace FastSipAlg.Management.Metrics;

/// <summary>Prometheus' text format, with the names that OpenTelemetry's rules make of an instrument: <c>fastsipalg.handshake.duration</c> in s is <c>fastsipalg_handshake_duration_seconds</c>.</summary>
internal static class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    public static string NameOf(Instrument instrument)
    {
        var name = instrument.Name.Replace('.', '_');
        var unit = instrument.Unit switch { "s" => "_seconds", "By" => "_bytes", _ => "" };
        name = name.EndsWith(unit, StringComparison.Ordinal) ? name : name + unit;
        return KindOf(instrument) == SeriesKind.Counter ? name + "_total" : name;
    }

    public static SeriesKind KindOf(Instrument instrument) => instrument switch
    {
        Counter<long> or Counter<int> or Counter<double> or ObservableCounter<long> or ObservableCounter<int> or ObservableCounter<double> => SeriesKind.Counter,
        Histogram<long> or Histogram<int> or Histogram<double> => SeriesKind.Histogram,
        _ => SeriesKind.Gauge,
    };

    /// <summary>Of a histogram, as its meter advises.</summary>
    public static double[] BoundsOf(Instrument instrument) => instrument is Histogram<double> { Advice.HistogramBucketBoundaries: { } bounds } ? [.. bounds] : [];

    /// <summary>All of one name.</summary>
    public static void Append(StringBuilder text, IReadOnlyList<InstrumentSeries> same)
    {
        var (name, kind) = (same[0].Name, same[0].Kind);
        text.Append("# HELP ").Append(name).Append(' ').Append(same[0].Help.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)).Append('\n');
        text.Append("# TYPE ").Append(name).Append(kind switch { SeriesKind.Counter => " counter\n", SeriesKind.Histogram => " histogram\n", _ => " gauge\n" });
        foreach (var series in same.SelectMany(instrument => instrument.All))
        {
            if (kind == SeriesKind.Histogram)
            {
                AppendDistribution(text, name, series, same[0].Bounds);
            }
            else
            {
                AppendLine(text, name, series, null, series.Value);
            }
        }
    }

    private static void AppendDistribution(StringBuilder text, string name, Series series, double[] bounds)
    {
        var (within, observations, sum) = series.Distribution();
        for (var i = 0; i < within.Length; i++)
        {
            AppendLine(text, name + "_bucket", series, Number(bounds[i]), within[i]);
        }

        AppendLine(text, name + "_bucket", series, "+Inf", observations);
        AppendLine(text, name + "_sum", series, null, sum);
        AppendLine(text, name + "_count", series, null, observations);
    }

    private static void AppendLine(StringBuilder text, string name, Series series, string? bound, double value)
    {
        text.Append(name);
        var separator = '{';
        foreach (var (tag, content) in series.Tags)
        {
            text.Append(separator).Append(tag.Replace('.', '_')).Append("=\"").Append(Escape(content)).Append('"');
            separator = ',';
        }

        if (bound is not null)
        {
            text.Append(separator).Append("le=\"").Append(bound).Append('"');
            separator = ',';
        }

        text.Append(separator == ',' ? "} " : " ").Append(Number(value)).Append('\n');
    }

    private static string Escape(object? content) => (Convert.ToString(content, CultureInfo.InvariantCulture) ?? "")
        .Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
