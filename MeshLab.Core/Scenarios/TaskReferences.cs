using MeshLab.Core.Roadmap;

namespace MeshLab.Core.Scenarios;

/// <summary>Checks the roadmap's tasks that scenarios say they cover.</summary>
internal static class TaskReferences
{
    /// <summary>What is wrong with a reference, or null. Without a roadmap every reference is taken: the lab works without one.</summary>
    public static string? Problem(RoadmapCatalogue? roadmap, string reference)
    {
        if (roadmap is null || roadmap.TaskIdentifiers.Count == 0 || roadmap.Resolve(reference) is not null)
        {
            return null;
        }

        var suggestions = roadmap.Suggest(reference);
        return suggestions.Count == 0
            ? $"the roadmap has no task \"{reference}\""
            : $"the roadmap has no single task \"{reference}\"; did you mean {string.Join(", or ", suggestions.Take(3))}?";
    }
}
