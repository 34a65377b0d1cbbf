using MeshLab.Core.Runs.Journal;
using MeshLab.Core.Runs.Tools;
using Microsoft.Extensions.Hosting;

namespace MeshLab.Core.Runs.Queue;

/// <summary>Stops runs when MeshLab shuts down, before the scheduler and the demo cluster stop, so that they can go on at the next start.</summary>
internal sealed class RunShutdown(ActiveRuns active, RunLogWriter log, ContentDirectories directories) : IHostedService
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(7);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        // Files with secret values that a crash left behind.
        var folder = SecretFile.Folder(directories);
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await active.ShutDownAsync(Longest, cancellationToken);
        try
        {
            await log.FlushAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The time to stop is over. The writer writes what it still holds when it is disposed of, which is the last that happens.
        }
    }
}
