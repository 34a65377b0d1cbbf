using System.Text.Json.Nodes;
using MeshLab.Core.Clusters.Manifests;
using MeshLab.Tests.Scenarios;

namespace MeshLab.Tests.Runs.Readiness;

/// <summary>A right that a shipped ClusterRole gives.</summary>
/// <param name="Group">The API group; empty for the core group.</param>
/// <param name="Resource">E.g. <c>pods/exec</c>, or <c>*</c>.</param>
/// <param name="Verb">E.g. <c>get</c>.</param>
public sealed record GrantedRight(string Group, string Resource, string Verb);

/// <summary>The ClusterRoles of <c>scenarios/shared/rbac</c>.</summary>
internal static class ShippedRoles
{
    public static readonly IReadOnlyList<string> Names = ["view", "measure", "deploy"];

    /// <summary>The manifest, e.g. of <c>view</c>.</summary>
    public static JsonObject Manifest(string role)
    {
        var file = Path.Combine(ScenarioFolder.Shipped, "shared", "rbac", $"{role}.yaml");
        return ManifestReader.Read(File.ReadAllText(file), file).Single().Resource;
    }

    /// <summary>Every verb on every resource; one that is given twice is there twice.</summary>
    public static IReadOnlyList<GrantedRight> Rights(string role) =>
    [
        .. from rule in Manifest(role)["rules"]!.AsArray()
           from grouped in Texts(rule!["apiGroups"])
           from resource in Texts(rule["resources"])
           from verb in Texts(rule["verbs"])
           select new GrantedRight(grouped, resource, verb),
    ];

    private static IEnumerable<string> Texts(JsonNode? list) => list!.AsArray().Select(one => one!.GetValue<string>());
}
