using MeshLab.Core.Measurements;
using MeshLab.Core.Runs;

namespace MeshLab.Web.Hosting;

/// <summary>Samples the clusters that have a scenario on them. Here, because measurements know nothing of runs.</summary>
internal sealed class RunSamplingTargets(RunService runs) : ISamplingTargets
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> GetAsync(CancellationToken cancellationToken) =>
        [.. (await runs.GetOccupiedClustersAsync(cancellationToken)).Select(cluster => cluster.Cluster)];
}
