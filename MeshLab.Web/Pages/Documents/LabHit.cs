using System.Text.Json.Serialization;

namespace MeshLab.Web.Pages.Documents;

/// <summary>What was found.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LabHitKind>))]
public enum LabHitKind
{
    /// <summary>A document.</summary>
    [JsonStringEnumMemberName("document")]
    Document,

    /// <summary>A scenario.</summary>
    [JsonStringEnumMemberName("scenario")]
    Scenario,

    /// <summary>A task of the roadmap.</summary>
    [JsonStringEnumMemberName("task")]
    Task,
}

/// <summary>One thing found.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Title">Its title.</param>
/// <param name="Group">The document's group, or the roadmap section of a scenario or task.</param>
/// <param name="Url">The page that shows it.</param>
/// <param name="Excerpt">Text around the first word found; may be empty.</param>
public sealed record LabHit(LabHitKind Kind, string Title, string Group, string Url, string Excerpt);
