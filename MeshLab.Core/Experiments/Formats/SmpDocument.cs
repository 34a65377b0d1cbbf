using System.Text.Json.Serialization;

namespace MeshLab.Core.Experiments.Formats;

/// <summary>
/// Messages of the Service Mesh Performance specification (protos/service_mesh_performance.proto of layer5io/service-mesh-performance,
/// v0.3.3) in proto3 JSON with the names of the .proto files. The specification has no message that holds several results, so a
/// file is an object of lists of its messages. What it has no field for is in <c>labels</c> under <c>meshlab.dev/</c>.
/// </summary>
/// <param name="SmpVersion">The version of the specification.</param>
/// <param name="TestConfigs">One <c>PerformanceTestConfig</c> a variant and load.</param>
/// <param name="MeshConfigs">One <c>ServiceMeshConfig</c> a measurement, with what the mesh used in it.</param>
/// <param name="Results">One <c>PerformanceTestResult</c> a measurement.</param>
internal sealed record SmpDocument(
    [property: JsonPropertyName("smp_version")] string SmpVersion,
    [property: JsonPropertyName("test_configs")] IReadOnlyList<SmpTestConfig> TestConfigs,
    [property: JsonPropertyName("mesh_configs")] IReadOnlyList<SmpMeshConfig> MeshConfigs,
    [property: JsonPropertyName("results")] IReadOnlyList<SmpResult> Results);

internal sealed record SmpClient(
    [property: JsonPropertyName("internal")] bool Internal,
    [property: JsonPropertyName("load_generator")] string? LoadGenerator,
    [property: JsonPropertyName("protocol")] string? Protocol,
    [property: JsonPropertyName("connections")] int Connections,
    // proto3 JSON writes 64-bit numbers as strings and takes both.
    [property: JsonPropertyName("rps"), JsonNumberHandling(JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.WriteAsString)] long Rps,
    [property: JsonPropertyName("body")] string? Body,
    [property: JsonPropertyName("endpoint_urls")] IReadOnlyList<string>? EndpointUrls);

internal sealed record SmpTestConfig(
    [property: JsonPropertyName("smp_version")] string? SmpVersion,
    [property: JsonPropertyName("id")] string Id,
    [property: JsonPropertyName("name")] string? Name,
    [property: JsonPropertyName("labels")] IReadOnlyDictionary<string, string>? Labels,
    [property: JsonPropertyName("clients")] IReadOnlyList<SmpClient>? Clients,
    [property: JsonPropertyName("duration")] string? Duration);

internal sealed record SmpLatency(
    [property: JsonPropertyName("min")] double Min,
    [property: JsonPropertyName("average")] double Average,
    [property: JsonPropertyName("p50")] double P50,
    [property: JsonPropertyName("p90")] double P90,
    [property: JsonPropertyName("p99")] double P99,
    [property: JsonPropertyName("max")] double Max);

internal sealed record SmpResult(
    [property: JsonPropertyName("smp_version")] string? SmpVersion,
    [property: JsonPropertyName("id")] string Id,
    [property: JsonPropertyName("labels")] IReadOnlyDictionary<string, string>? Labels,
    [property: JsonPropertyName("start_time")] DateTimeOffset StartTime,
    [property: JsonPropertyName("end_time")] DateTimeOffset EndTime,
    [property: JsonPropertyName("latencies_ms")] SmpLatency LatenciesMs,
    [property: JsonPropertyName("actual_qps")] double ActualQps,
    [property: JsonPropertyName("test_id")] string? TestId,
    [property: JsonPropertyName("mesh_config_id")] string? MeshConfigId);

internal sealed record SmpPart(
    [property: JsonPropertyName("count")] int Count,
    [property: JsonPropertyName("cpu_mcores")] int CpuMcores,
    [property: JsonPropertyName("mem_mb")] int MemMb);

internal sealed record SmpMesh([property: JsonPropertyName("type")] string Type);

internal sealed record SmpMeshConfig(
    [property: JsonPropertyName("smp_version")] string? SmpVersion,
    [property: JsonPropertyName("id")] string Id,
    [property: JsonPropertyName("labels")] IReadOnlyDictionary<string, string>? Labels,
    [property: JsonPropertyName("ingress_gateway")] SmpPart? IngressGateway,
    [property: JsonPropertyName("sidecar")] SmpPart? Sidecar,
    [property: JsonPropertyName("mesh_control_plane")] SmpPart? MeshControlPlane,
    [property: JsonPropertyName("mesh_type")] SmpMesh? MeshType);
