using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using MeshLab.Core.Simulation.Store;

namespace MeshLab.Core.Simulation;

/// <summary>The demo clusters' behaviour, put together from its parts: controllers, injection, commands, logs, usage and charts.</summary>
internal sealed class ClusterBehaviour(ICommandRunner commands, IChartProfiles charts) : IClusterBehaviour
{
    public Task RunAsync(DemoCluster cluster, CancellationToken cancellationToken) => Task.CompletedTask;

    public void Admit(DemoCluster cluster, ResourceDefinition type, JsonObject resource, JsonObject? before)
    {
    }

    public Task<CommandResult> ExecAsync(DemoCluster cluster, JsonObject pod, string container, IReadOnlyList<string> command, Func<string, Task> output, Func<string, Task> error, CancellationToken cancellationToken) =>
        commands.ExecAsync(cluster, pod, container, command, output, error, cancellationToken);

    public async IAsyncEnumerable<string> LogsAsync(DemoCluster cluster, JsonObject pod, string container, bool follow, int? tailLines, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        yield return "simulated by MeshLab's demo cluster";
    }

    public JsonObject NodeSummary(DemoCluster cluster, string node) => new() { ["node"] = new JsonObject { ["nodeName"] = node }, ["pods"] = new JsonArray() };

    public string NodeResourceMetrics(DemoCluster cluster, string node) => "";

    public IReadOnlyList<JsonObject> RenderRelease(DemoCluster cluster, ChartRequest request) => charts.RenderRelease(cluster, request);

    public IReadOnlyList<JsonObject>? RenderManifest(Uri address) => charts.RenderManifest(address);
}
