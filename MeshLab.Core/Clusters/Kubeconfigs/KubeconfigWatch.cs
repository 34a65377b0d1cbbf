using Microsoft.Extensions.Hosting;

namespace MeshLab.Core.Clusters.Kubeconfigs;

/// <summary>
/// Looks at the kubeconfig files every two seconds, so that open pages hear of a change. Asks for times and sizes rather than for
/// notifications, which network file systems and replaced files do not give.
/// </summary>
internal sealed class KubeconfigWatch(ClusterCatalogue catalogue, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            catalogue.Refresh();
        }
    }
}
