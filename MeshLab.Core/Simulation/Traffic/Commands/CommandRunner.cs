using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace MeshLab.Core.Simulation.Traffic.Commands;

/// <summary>Runs commands in the containers of the demo clusters: Fortio's, and a few small ones. Whatever else is asked for is not found, as in an image that lacks it.</summary>
internal sealed class CommandRunner(TrafficEngine engine) : ICommandRunner, IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<LedgerPlayback, Task> _playbacks = new();
    private int _commands;

    public async Task<CommandResult> ExecAsync(DemoCluster cluster, JsonObject pod, string container, IReadOnlyList<string> command, Func<string, Task> output, Func<string, Task> error, CancellationToken cancellationToken)
    {
        var view = new PodView(ClusterView.Of(cluster), pod);
        var spec = view.Containers.FirstOrDefault(one => one.Scalar("name") == container);
        if (pod.Scalar("status", "phase") is not "Running" || spec is null)
        {
            return new CommandResult(1, $"container not found (\"{container}\"): the pod is {pod.Scalar("status", "phase") ?? "not there"}");
        }

        // Each command has chances of its own, the same ones in the same order every time the cluster is set up.
        var number = Interlocked.Increment(ref _commands);
        var context = new CommandContext(engine, view, spec, new TrafficSession((int)StableHash.Of($"{view.Key}/{number}")), output, error, cancellationToken) { Play = Play };
        var name = command.Count == 0 ? "" : command[0][(command[0].LastIndexOf('/') + 1)..];
        return name switch
        {
            "fortio" when Apps.PodApps.IsFortio(spec) => await Fortio.RunAsync(context, [.. command.Skip(1)]),
            _ when !Apps.PodApps.IsFortio(spec) && SmallCommands.Knows(name) => await SmallCommands.RunAsync(context, name, [.. command.Skip(1)]),
            _ => NotFound(command),
        };
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await Task.WhenAll(_playbacks.Values).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }

    private void Play(LedgerPlayback playback)
    {
        foreach (var earlier in _playbacks.Keys.Where(one => one.Generator == playback.Generator))
        {
            earlier.Supersede();
        }

        _playbacks[playback] = Task.CompletedTask;
        _playbacks.TryUpdate(playback, RunAsync(playback), Task.CompletedTask);
    }

    private async Task RunAsync(LedgerPlayback playback)
    {
        await Task.Yield();
        await playback.RunAsync(_stopping.Token);
        _playbacks.TryRemove(playback, out _);
    }

    private static CommandResult NotFound(IReadOnlyList<string> command) => command switch
    {
        [] => new CommandResult(126, "you must specify at least one command for the container"),
        [var path, ..] when path.Contains('/', StringComparison.Ordinal) => new CommandResult(127, $"OCI runtime exec failed: exec failed: unable to start container process: exec: \"{path}\": stat {path}: no such file or directory"),
        [var name, ..] => new CommandResult(127, $"OCI runtime exec failed: exec failed: unable to start container process: exec: \"{name}\": executable file not found in $PATH"),
    };
}
