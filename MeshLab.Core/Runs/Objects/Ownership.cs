using System.Text.Json.Nodes;

namespace MeshLab.Core.Runs.Objects;

/// <summary>The labels that say an object is MeshLab's, and of which scenario and run.</summary>
internal static class Ownership
{
    public const string ManagedBy = "app.kubernetes.io/managed-by";
    public const string Scenario = "meshlab.dev/scenario";
    public const string Run = "meshlab.dev/run";
    private const string MeshLab = "meshlab";

    /// <summary>Whether the live object is MeshLab's. Charts name their own manager in the same label, so the scenario's label must be there as well.</summary>
    public static bool IsOurs(JsonObject live) =>
        live["metadata"]?["labels"] is JsonObject labels
        && labels[ManagedBy]?.GetValue<string>() == MeshLab
        && labels.ContainsKey(Scenario);

    /// <summary>
    /// Labels an object before it is applied. One that is MeshLab's already keeps the run that made it and the scenario it was made for:
    /// with this run's number in the label every deploy would change every object, and none could be called unchanged.
    /// </summary>
    public static void Label(JsonObject resource, JsonObject? live, string scenario, long run)
    {
        var metadata = resource["metadata"]!.AsObject();
        if (metadata["labels"] is not JsonObject labels)
        {
            metadata["labels"] = labels = [];
        }

        var known = live?["metadata"]?["labels"];
        labels[ManagedBy] = MeshLab;
        labels[Scenario] = known?[Scenario]?.GetValue<string>() ?? scenario;
        labels[Run] = known?[Run]?.GetValue<string>() ?? run.ToString();
    }
}
