using MeshLab.Core.Measurements.Sources;

namespace MeshLab.Tests.Measurements;

/// <summary>Observations and subjects, written shortly.</summary>
internal static class Observed
{
    public static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static UsageSubject Container(string container, string pod = "frontend-1", string @namespace = "shop", string node = "n1") =>
        new(UsageScope.Container, node, @namespace, pod, $"uid-{pod}", container);

    public static UsageObservation At(UsageSubject subject, double seconds, double coreSeconds, long memory = 1 << 20, double? startedAt = null) => new(
        subject,
        startedAt is { } started ? Start.AddSeconds(started) : null,
        new CpuCounter(Start.AddSeconds(seconds), (long)(coreSeconds * 1e9)),
        new MemoryGauge(Start.AddSeconds(seconds), memory));
}
