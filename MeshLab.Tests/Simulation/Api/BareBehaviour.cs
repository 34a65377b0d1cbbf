using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using MeshLab.Core.Simulation;
using MeshLab.Core.Simulation.Store;

namespace MeshLab.Tests.Simulation.Api;

/// <summary>A cluster in which nothing happens by itself: the API server alone is under test.</summary>
internal sealed class BareBehaviour : IClusterBehaviour
{
    public Task RunAsync(DemoCluster cluster, CancellationToken cancellationToken) => Task.CompletedTask;

    public void Admit(DemoCluster cluster, ResourceDefinition type, JsonObject resource, JsonObject? before)
    {
    }

    public async Task<CommandResult> ExecAsync(DemoCluster cluster, JsonObject pod, string container, IReadOnlyList<string> command, Func<string, Task> output, Func<string, Task> error, CancellationToken cancellationToken)
    {
        await output(string.Join(' ', command) + "\n");
        await error("to " + container + "\n");
        return new CommandResult(command[0] == "fail" ? 3 : 0);
    }

    public async IAsyncEnumerable<string> LogsAsync(DemoCluster cluster, JsonObject pod, string container, bool follow, int? tailLines, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return "first line of " + container;
        await Task.Yield();
        yield return "second line";
    }

    public JsonObject NodeSummary(DemoCluster cluster, string node) => new() { ["node"] = new JsonObject { ["nodeName"] = node } };

    public string NodeResourceMetrics(DemoCluster cluster, string node) => "";

    public IReadOnlyList<JsonObject> RenderRelease(DemoCluster cluster, ChartRequest request) =>
    [
        new()
        {
            ["apiVersion"] = "v1",
            ["kind"] = "ConfigMap",
            ["metadata"] = new JsonObject { ["name"] = request.Release + "-config" },
            ["data"] = new JsonObject { ["chart"] = request.Chart },
        },
    ];

    public IReadOnlyList<JsonObject>? RenderManifest(Uri address) => null;
}
