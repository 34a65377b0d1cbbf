namespace MeshLab.Core.Roadmap;

/// <summary>Reads a roadmap with its states, sets and undoes states, and exports it back to Markdown.</summary>
public sealed class RoadmapService
{
    /// <summary>The sections with their tasks and states.</summary>
    public Task<IReadOnlyList<RoadmapSection>> GetAsync(CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Marks tasks done on the evidence of a run. Ids that the roadmap does not have are returned.</summary>
    public Task<IReadOnlyList<string>> MarkVerifiedAsync(IReadOnlyList<string> taskIds, long runId, string evidence, bool simulated, CancellationToken cancellationToken) => throw new NotImplementedException();
}
