using System.Globalization;
using System.Text;
using MeshLab.Core.Csv;
using MeshLab.Core.Experiments.Results;

namespace MeshLab.Core.Experiments.Formats;

/// <summary>Results as CSV (RFC 4180): one row a variant, load and figure, with unit, origin and what was left out in every row.</summary>
public static class ExperimentCsv
{
    private const string Head =
        "experiment,variant,baseline,requested_qps,connections,duration_seconds,metric,unit,repetitions,mean,ci95_low,ci95_high,difference,difference_ci95_low,difference_ci95_high,ratio,ratio_ci95_low,ratio_ci95_high,pairs,verdict,measured,used,left_out,origin\r\n";

    /// <summary>The results in UTF-8.</summary>
    public static byte[] Write(Experiment experiment, ExperimentResults results)
    {
        ArgumentNullException.ThrowIfNull(experiment);
        ArgumentNullException.ThrowIfNull(results);
        var text = new StringBuilder(Head);
        foreach (var cell in results.Cells)
        {
            var level = experiment.Definition.Levels[cell.Level];
            foreach (var metric in cell.Metrics)
            {
                var effect = metric.Effect;
                string?[] fields =
                [
                    experiment.Definition.Name, cell.Variant, results.Baseline, Number(level.Qps), Number(level.Connections), Number(level.Duration.TotalSeconds),
                    metric.Metric, metric.Unit, Number(metric.Count), Number(metric.Mean), Number(metric.Interval?.Low), Number(metric.Interval?.High),
                    Number(effect?.Difference), Number(effect?.DifferenceInterval?.Low), Number(effect?.DifferenceInterval?.High),
                    Number(effect?.Ratio), Number(effect?.RatioInterval?.Low), Number(effect?.RatioInterval?.High), Number(effect?.Pairs), effect?.Verdict.ToString(),
                    Number(cell.Measured), Number(cell.Used), string.Join("; ", cell.LeftOut.Select(one => $"{one.Key} {one.Value}")), cell.Origin?.ToString().ToLowerInvariant(),
                ];
                text.AppendJoin(',', fields.Select(CsvField.Of)).Append("\r\n");
            }
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static string? Number(double? value) => value?.ToString("R", CultureInfo.InvariantCulture);
}
