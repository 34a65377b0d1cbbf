using System.Text.Json.Serialization;

namespace MeshLab.Core.Measurements.Sources;

/// <summary>The parts of the kubelet's <c>/stats/summary</c> (stats/v1alpha1) that MeshLab reads. Everything may be missing.</summary>
internal sealed record KubeletSummary(KubeletNode? Node, IReadOnlyList<KubeletPod?>? Pods);

internal sealed record KubeletNode([property: JsonConverter(typeof(LenientInstantConverter))] DateTimeOffset? StartTime, KubeletCpu? Cpu, KubeletMemory? Memory);

internal sealed record KubeletPod(KubeletPodRef? PodRef, IReadOnlyList<KubeletContainer?>? Containers);

internal sealed record KubeletPodRef(string? Name, string? Namespace, string? Uid);

internal sealed record KubeletContainer(string? Name, [property: JsonConverter(typeof(LenientInstantConverter))] DateTimeOffset? StartTime, KubeletCpu? Cpu, KubeletMemory? Memory);

internal sealed record KubeletCpu(
    [property: JsonConverter(typeof(LenientInstantConverter))] DateTimeOffset? Time,
    [property: JsonConverter(typeof(LenientCountConverter))] long? UsageCoreNanoSeconds);

internal sealed record KubeletMemory(
    [property: JsonConverter(typeof(LenientInstantConverter))] DateTimeOffset? Time,
    [property: JsonConverter(typeof(LenientCountConverter))] long? WorkingSetBytes);
