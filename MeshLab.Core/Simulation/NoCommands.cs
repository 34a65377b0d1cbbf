using System.Text.Json.Nodes;

namespace MeshLab.Core.Simulation;

/// <summary>A container without any program: every command fails as it does in an image that lacks it.</summary>
internal sealed class NoCommands : ICommandRunner
{
    public Task<CommandResult> ExecAsync(DemoCluster cluster, JsonObject pod, string container, IReadOnlyList<string> command, Func<string, Task> output, Func<string, Task> error, CancellationToken cancellationToken) =>
        Task.FromResult(new CommandResult(126, $"exec failed: unable to start container process: exec: \"{(command.Count > 0 ? command[0] : "")}\": executable file not found in $PATH"));
}
