using System.Diagnostics.Metrics;

namespace MeshLab.Core.Measurements.Telemetry;

/// <summary>Counts rounds of sampling and the samples they stored for whoever listens to the meter <c>MeshLab</c>.</summary>
internal sealed class SamplingMetrics
{
    private readonly Counter<long> _samples;
    private readonly Histogram<double> _rounds;

    public SamplingMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("MeshLab");
        _samples = meter.CreateCounter<long>("meshlab.sampling.samples", "{sample}", "Samples handed to the store, by cluster and source");
        _rounds = meter.CreateHistogram<double>("meshlab.sampling.round.duration", "s", "Time a round of sampling took, by cluster, source and outcome");
    }

    public void Stored(string cluster, string source, int samples) =>
        _samples.Add(samples, new KeyValuePair<string, object?>("cluster", cluster), new KeyValuePair<string, object?>("source", source));

    public void RoundEnded(string cluster, string source, bool succeeded, TimeSpan time) => _rounds.Record(
        time.TotalSeconds,
        new KeyValuePair<string, object?>("cluster", cluster),
        new KeyValuePair<string, object?>("source", source),
        new KeyValuePair<string, object?>("outcome", succeeded ? "succeeded" : "failed"));
}
