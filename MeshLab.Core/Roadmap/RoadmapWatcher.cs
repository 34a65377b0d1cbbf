using MeshLab.Core.Changes;
using Microsoft.Extensions.Hosting;

namespace MeshLab.Core.Roadmap;

/// <summary>
/// Notices edited roadmap files and tells open pages. It looks once a second rather than waiting for the file system to call: that
/// works on every file system, and for a folder that does not exist yet.
/// </summary>
internal sealed class RoadmapWatcher(RoadmapCatalogue catalogue, ChangeFeed changes, TimeProvider clock) : BackgroundService
{
    private RoadmapSnapshot? _seen;

    /// <summary>Takes the first reading, which is the pages' own, before the host goes on: what is edited afterwards is news.</summary>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        catalogue.Refresh();
        _seen = catalogue.Current;
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            // Whoever asked for the catalogue since the last look may have read the change before this did.
            if (catalogue.Current is var now && now != _seen)
            {
                _seen = now;
                changes.Publish(new RoadmapChanged([]));
            }
        }
    }
}
