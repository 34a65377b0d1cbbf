using System.Text.Json;

namespace MeshLab.Core.Measurements.Sources;

/// <summary>
/// Reads a kubelet's <c>/stats/summary</c>. The text is parsed as it arrives; only the fields MeshLab needs are kept. Missing
/// fields, values that are no numbers, and unknown fields are passed over.
/// </summary>
internal static class KubeletSummaryParser
{
    private static readonly JsonSerializerOptions _options = new(JsonSerializerDefaults.Web) { MaxDepth = 64 };

    /// <summary>The observations in the answer: the node itself, then every running container (native sidecars and running init containers included).</summary>
    /// <param name="node">The node that was asked.</param>
    /// <param name="stream">The kubelet's answer.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="JsonException">The answer is not JSON, or its shape is not a summary's.</exception>
    public static async Task<IReadOnlyList<UsageObservation>> ParseAsync(string node, Stream stream, CancellationToken cancellationToken)
    {
        var summary = await JsonSerializer.DeserializeAsync<KubeletSummary>(stream, _options, cancellationToken) ?? new(null, null);
        var self = new UsageObservation(UsageSubject.OfNode(node), summary.Node?.StartTime, Cpu(summary.Node?.Cpu), Memory(summary.Node?.Memory));
        return [self, .. (summary.Pods ?? []).SelectMany(pod => Containers(node, pod))];
    }

    private static IEnumerable<UsageObservation> Containers(string node, KubeletPod? pod)
    {
        if (pod?.PodRef is not { Name: { Length: > 0 } name, Namespace: { Length: > 0 } @namespace } reference)
        {
            yield break;
        }

        var uid = reference.Uid is { Length: > 0 } given ? given : $"{@namespace}/{name}";
        foreach (var container in pod.Containers ?? [])
        {
            if (container?.Name is { Length: > 0 } containerName)
            {
                yield return new(
                    new UsageSubject(UsageScope.Container, node, @namespace, name, uid, containerName),
                    container.StartTime,
                    Cpu(container.Cpu),
                    Memory(container.Memory));
            }
        }
    }

    private static CpuCounter? Cpu(KubeletCpu? cpu) =>
        cpu is { Time: { } time, UsageCoreNanoSeconds: { } value } ? new(time, value) : null;

    private static MemoryGauge? Memory(KubeletMemory? memory) =>
        memory is { Time: { } time, WorkingSetBytes: { } value } ? new(time, value) : null;
}
