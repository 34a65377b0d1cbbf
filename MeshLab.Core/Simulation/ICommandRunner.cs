using System.Text.Json.Nodes;

namespace MeshLab.Core.Simulation;

/// <summary>Runs commands in the containers of a demo cluster.</summary>
internal interface ICommandRunner
{
    /// <summary>
    /// Runs a command in a container of a running pod; returns its exit code. Output is UTF-8, in pieces of any size.
    /// Requests that the command sends are written to <see cref="DemoCluster.Traffic"/> while they happen.
    /// </summary>
    Task<CommandResult> ExecAsync(DemoCluster cluster, JsonObject pod, string container, IReadOnlyList<string> command, Func<string, Task> output, Func<string, Task> error, CancellationToken cancellationToken);
}
