namespace MeshLab.Web.Pages.Documents;

/// <summary>What was found.</summary>
public enum LabHitKind
{
    /// <summary>A document.</summary>
    Document,

    /// <summary>A scenario.</summary>
    Scenario,

    /// <summary>A task of the roadmap.</summary>
    Task,
}

/// <summary>One thing found.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Title">Its title.</param>
/// <param name="Group">The document's group, or the roadmap section of a scenario or task.</param>
/// <param name="Url">The page that shows it.</param>
/// <param name="Excerpt">Text around the first word found; may be empty.</param>
public sealed record LabHit(LabHitKind Kind, string Title, string Group, string Url, string Excerpt);
