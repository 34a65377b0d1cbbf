using System.Text.Json.Nodes;
using MeshLab.Core.Simulation.Store;

namespace MeshLab.Core.Simulation;

/// <summary>
/// What makes a demo cluster alive behind its API: controllers, injection, commands in pods, logs, usage and charts. The API server
/// calls it; one implementation serves all demo clusters.
/// </summary>
internal interface IClusterBehaviour
{
    /// <summary>Starts the controllers of a cluster; they run until the token is cancelled.</summary>
    Task RunAsync(DemoCluster cluster, CancellationToken cancellationToken);

    /// <summary>Changes an object before it is created or updated (mutating admission, defaults of a running cluster); the object may be changed in place.</summary>
    void Admit(DemoCluster cluster, ResourceDefinition type, JsonObject resource, JsonObject? before);

    /// <summary>Runs a command in a container; returns its exit code. Output is UTF-8.</summary>
    Task<CommandResult> ExecAsync(DemoCluster cluster, JsonObject pod, string container, IReadOnlyList<string> command, Func<string, Task> output, Func<string, Task> error, CancellationToken cancellationToken);

    /// <summary>The log lines of a container so far, and as they come when <paramref name="follow"/>.</summary>
    IAsyncEnumerable<string> LogsAsync(DemoCluster cluster, JsonObject pod, string container, bool follow, int? tailLines, CancellationToken cancellationToken);

    /// <summary>The kubelet's <c>/stats/summary</c> of a node.</summary>
    JsonObject NodeSummary(DemoCluster cluster, string node);

    /// <summary>The kubelet's <c>/metrics/resource</c> of a node, Prometheus text.</summary>
    string NodeResourceMetrics(DemoCluster cluster, string node);

    /// <summary>Installs or upgrades a release from a chart profile; the objects it consists of. Throws <see cref="ChartProfileException"/> for an unknown chart or wrong values.</summary>
    IReadOnlyList<JsonObject> RenderRelease(DemoCluster cluster, ChartRequest request);

    /// <summary>Stand-ins for a manifest published at a web address, or null when the demo has none.</summary>
    IReadOnlyList<JsonObject>? RenderManifest(Uri address);
}

/// <summary>How a command ended.</summary>
/// <param name="ExitCode">The exit code.</param>
/// <param name="Failure">Set when the command could not be started at all: the runtime's message.</param>
internal sealed record CommandResult(int ExitCode, string? Failure = null);

/// <summary>A chart to install: as <c>helm upgrade --install</c> is told.</summary>
internal sealed record ChartRequest(string Release, string Namespace, string Chart, string? Repo, string? Version, JsonObject Values)
{
    /// <summary>Labels for the record of the release, as <c>--labels</c> sets them; those of the revision before are kept.</summary>
    public JsonObject Labels { get; init; } = [];
}

/// <summary>A chart that the demo cluster has no profile for, or values that its profile refuses.</summary>
internal sealed class ChartProfileException(string message) : Exception(message);
