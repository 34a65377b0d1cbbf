using System.Text.Json;
using MeshLab.Core.Measurements;

namespace MeshLab.Web.Api;

/// <summary>A series as the API shows it.</summary>
/// <param name="Key">What it is: a class (<c>App</c>, <c>Proxy</c>, <c>NodeAgent</c>, <c>Gateway</c>, <c>ControlPlane</c>, <c>Other</c>), a mesh, <c>namespace/pod</c>, or a node.</param>
/// <param name="Cluster">The target cluster.</param>
/// <param name="Metric"><c>cpu</c> or <c>memory</c>.</param>
/// <param name="Unit"><c>cores</c> or <c>bytes</c>.</param>
/// <param name="Origin"><c>measured</c>, <c>simulated</c> or <c>published</c>.</param>
/// <param name="Source">E.g. <c>kubelet-summary</c>.</param>
/// <param name="StepSeconds">The length of each point's interval.</param>
/// <param name="Points">The points in order of time.</param>
public sealed record SeriesDto(
    string Key, string Cluster, string Metric, string Unit, string Origin, string Source, double StepSeconds, IReadOnlyList<SeriesPointDto> Points)
{
    internal static SeriesDto Of(Series series) => new(
        series.Key, series.Cluster, Word(series.Metric), series.Unit, Word(series.Origin), series.Source, series.StepSeconds,
        [.. series.Points.Select(point => new SeriesPointDto(point.Time, point.Value))]);

    internal static string Word<TEnum>(TEnum value)
        where TEnum : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}

/// <summary>A point.</summary>
/// <param name="Time">The start of its interval.</param>
/// <param name="Value">The mean over the interval; null in a gap.</param>
public sealed record SeriesPointDto(DateTimeOffset Time, double? Value);

/// <summary>Sampling as the API shows it.</summary>
/// <param name="IntervalSeconds">The interval between rounds.</param>
/// <param name="Clusters">The clusters that are or were sampled.</param>
public sealed record SamplingDto(double IntervalSeconds, IReadOnlyList<SamplingState> Clusters);

/// <summary>A new sampling interval.</summary>
/// <param name="IntervalSeconds">From 2 to 300.</param>
public sealed record SamplingInput(double? IntervalSeconds);
