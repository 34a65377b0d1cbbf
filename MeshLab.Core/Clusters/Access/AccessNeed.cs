using System.Text.Json.Nodes;

namespace MeshLab.Core.Clusters.Access;

/// <summary>A permission that somebody needs.</summary>
/// <param name="Verb">E.g. <c>create</c>.</param>
/// <param name="Group">The API group; empty for the core group.</param>
/// <param name="Resource">The plural, e.g. <c>deployments</c>.</param>
/// <param name="Namespace">Null for cluster-scoped resources and for all namespaces.</param>
/// <param name="Subresource">E.g. <c>exec</c>; null for the resource itself.</param>
internal sealed record AccessNeed(string Verb, string Group, string Resource, string? Namespace, string? Subresource = null)
{
    /// <summary>Everything everywhere: who may do that needs not be asked about the rest.</summary>
    public static readonly AccessNeed Everything = new("*", "*", "*", null);

    /// <summary>What it is on, e.g. <c>deployments.apps</c> or <c>pods/exec</c>.</summary>
    public string On => (Group.Length == 0 ? Resource : $"{Resource}.{Group}") + (Subresource is null ? "" : $"/{Subresource}");

    /// <summary>The <c>SelfSubjectAccessReview</c> that asks for it.</summary>
    public JsonObject ToReview()
    {
        var attributes = new JsonObject { ["verb"] = Verb, ["group"] = Group, ["resource"] = Resource };
        if (Namespace is not null)
        {
            attributes["namespace"] = Namespace;
        }

        if (Subresource is not null)
        {
            attributes["subresource"] = Subresource;
        }

        return new JsonObject
        {
            ["apiVersion"] = "authorization.k8s.io/v1",
            ["kind"] = "SelfSubjectAccessReview",
            ["spec"] = new JsonObject { ["resourceAttributes"] = attributes },
        };
    }
}
