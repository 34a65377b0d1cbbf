using MeshLab.Core.Changes;
using Microsoft.Extensions.Hosting;

namespace MeshLab.Core.Roadmap;

/// <summary>
/// Notices edited roadmap files and tells open pages. It looks once a second rather than waiting for the file system to call: that
/// works on every file system, and for a folder that does not exist yet.
/// </summary>
internal sealed class RoadmapWatcher(RoadmapCatalogue catalogue, ChangeFeed changes, TimeProvider clock) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The first reading is the pages' own.
        catalogue.Refresh();
        var seen = catalogue.Current;
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            // Whoever asked for the catalogue since the last look may have read the change before this did.
            if (catalogue.Current is var now && now != seen)
            {
                seen = now;
                changes.Publish(new RoadmapChanged([]));
            }
        }
    }
}
