using MeshLab.Core.Experiments.Journal;
using MeshLab.Core.Measurements;

namespace MeshLab.Core.Experiments;

/// <summary>Samples the clusters of experiments under way, also those that MeshLab put nothing on.</summary>
internal sealed class ExperimentSamplingTargets(ExperimentJournal journal) : ISamplingTargets
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> GetAsync(CancellationToken cancellationToken) =>
        [.. (await journal.OpenAsync(cancellationToken)).Where(row => row.Status == ExperimentStatus.Running)
            .SelectMany(row => JournalJson.Read<ExperimentDefinition>(row.Definition).Variants).Select(variant => variant.Cluster).Distinct()];
}
