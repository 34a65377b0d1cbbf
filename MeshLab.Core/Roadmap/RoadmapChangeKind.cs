namespace MeshLab.Core.Roadmap;

/// <summary>What a change to the roadmap's states was.</summary>
public enum RoadmapChangeKind
{
    /// <summary>Tasks were ticked by hand.</summary>
    Ticked,

    /// <summary>Tasks were opened again by hand.</summary>
    Reopened,

    /// <summary>A note was written or removed.</summary>
    Noted,

    /// <summary>A run verified tasks.</summary>
    Verified,

    /// <summary>An earlier change was taken back.</summary>
    Undone,
}
