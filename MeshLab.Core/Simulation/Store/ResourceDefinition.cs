using System.Text.Json.Nodes;

namespace MeshLab.Core.Simulation.Store;

/// <summary>A resource type the demo cluster serves.</summary>
internal sealed record ResourceDefinition(
    string Group,
    string Version,
    string Plural,
    string Kind,
    bool Namespaced,
    string[] ShortNames,
    bool HasStatus = true,
    bool HasScale = false,
    JsonObject? Schema = null,
    JsonArray? Columns = null,
    string[]? Categories = null)
{
    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    public string ListKind => Kind + "List";

    public bool IsCustom => Schema is not null;

    /// <summary>Virtual resources (reviews) are answered, never stored.</summary>
    public bool IsReview => Kind.EndsWith("Review", StringComparison.Ordinal);

    /// <summary>The metrics API's resources are computed when they are read, never stored.</summary>
    public bool IsMetrics => Group == "metrics.k8s.io";
}
