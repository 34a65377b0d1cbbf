using System.Text.Json.Nodes;
using MeshLab.Core.Simulation.Controllers;
using MeshLab.Core.Simulation.Logs;
using MeshLab.Core.Simulation.Meshes;
using MeshLab.Core.Simulation.Pods;
using MeshLab.Core.Simulation.Store;
using MeshLab.Core.Simulation.Usage;
using Microsoft.Extensions.Logging;

namespace MeshLab.Core.Simulation;

/// <summary>The demo clusters' behaviour, put together from its parts: controllers, injection, commands, logs, usage and charts.</summary>
internal sealed partial class ClusterBehaviour(ICommandRunner commands, IChartProfiles charts, ILogger<ClusterBehaviour> logger) : IClusterBehaviour
{
    /// <summary>Runs the controllers. Should the loop itself break, it is logged and started anew: a demo cluster never stops by itself.</summary>
    public async Task RunAsync(DemoCluster cluster, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            try
            {
                await new ControllerLoop(cluster, ControllerSet.Of(new ControllerContext(cluster, this)), logger, ended.Token).RunAsync(ended.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }
#pragma warning disable CA1031 // Whatever broke, the cluster is worth another try.
            catch (Exception error)
#pragma warning restore CA1031
            {
                LogLoopFailed(logger, cluster.Name, error);
                await ended.CancelAsync();
                await Task.Delay(TimeSpan.FromSeconds(5), cluster.Clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    public void Admit(DemoCluster cluster, ResourceDefinition type, JsonObject resource, JsonObject? before) => Admission.Admit(cluster, type, resource, before);

    public Task<CommandResult> ExecAsync(DemoCluster cluster, JsonObject pod, string container, IReadOnlyList<string> command, Func<string, Task> output, Func<string, Task> error, CancellationToken cancellationToken) =>
        ContainerStatuses.Of(pod, container).At("state", "running") is null
            ? Task.FromResult(new CommandResult(1, $"unable to upgrade connection: container not found (\"{container}\")"))
            : commands.ExecAsync(cluster, pod, container, command, output, error, cancellationToken);

    public IAsyncEnumerable<string> LogsAsync(DemoCluster cluster, JsonObject pod, string container, bool follow, int? tailLines, CancellationToken cancellationToken) =>
        ContainerLog.ReadAsync(cluster, pod, container, follow, tailLines, cancellationToken);

    public JsonObject NodeSummary(DemoCluster cluster, string node) => KubeletSummary.Of(Used(cluster, node));

    public string NodeResourceMetrics(DemoCluster cluster, string node) => KubeletResourceMetrics.Of(Used(cluster, node));

    public IReadOnlyList<JsonObject> RenderRelease(DemoCluster cluster, ChartRequest request) => charts.RenderRelease(cluster, request);

    public IReadOnlyList<JsonObject>? RenderManifest(Uri address) => charts.RenderManifest(address);

    private static NodeUsage Used(DemoCluster cluster, string node) => cluster.Usage.Read(node) ?? throw StatusError.NotFound("nodes", "", node);

    [LoggerMessage(Level = LogLevel.Error, Message = "The controllers of cluster {Cluster} stopped; they start again in 5 s")]
    private static partial void LogLoopFailed(ILogger logger, string cluster, Exception error);
}
