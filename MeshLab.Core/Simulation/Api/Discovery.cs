using System.Text.Json.Nodes;
using MeshLab.Core.Simulation.Store;

namespace MeshLab.Core.Simulation.Api;

/// <summary>The documents that tell clients which types there are: classic and aggregated.</summary>
internal static class Discovery
{
    public static JsonObject CoreVersions(string address) => new()
    {
        ["kind"] = "APIVersions",
        ["versions"] = new JsonArray("v1"),
        ["serverAddressByClientCIDRs"] = new JsonArray(new JsonObject { ["clientCIDR"] = "0.0.0.0/0", ["serverAddress"] = address }),
    };

    public static JsonObject Groups(ResourceRegistry types) => new()
    {
        ["kind"] = "APIGroupList",
        ["apiVersion"] = "v1",
        ["groups"] = new JsonArray([.. types.All.Where(one => one.Group.Length > 0).GroupBy(one => one.Group).Select(Group)]),
    };

    public static JsonObject? Group(ResourceRegistry types, string group)
    {
        var found = types.All.Where(one => one.Group == group).GroupBy(one => one.Group).FirstOrDefault();
        if (found is null)
        {
            return null;
        }

        var document = Group(found);
        document["kind"] = "APIGroup";
        document["apiVersion"] = "v1";
        return document;
    }

    public static JsonObject? Resources(ResourceRegistry types, string group, string version)
    {
        var found = types.All.Where(one => one.Group == group && one.Version == version).ToList();
        return found.Count == 0 ? null : new JsonObject
        {
            ["kind"] = "APIResourceList",
            ["apiVersion"] = "v1",
            ["groupVersion"] = found[0].ApiVersion,
            ["resources"] = new JsonArray([.. found.SelectMany(Resource)]),
        };
    }

    /// <summary><c>APIGroupDiscoveryList</c> of apidiscovery.k8s.io/v2, for the core group or for all others.</summary>
    public static JsonObject Aggregated(ResourceRegistry types, bool core) => new()
    {
        ["kind"] = "APIGroupDiscoveryList",
        ["apiVersion"] = "apidiscovery.k8s.io/v2",
        ["metadata"] = new JsonObject(),
        ["items"] = new JsonArray([.. types.All.Where(one => one.Group.Length == 0 == core).GroupBy(one => one.Group).Select(group => new JsonObject
        {
            ["metadata"] = group.Key.Length == 0 ? new JsonObject() : new JsonObject { ["name"] = group.Key },
            ["versions"] = new JsonArray([.. Versions(group).Select(version => new JsonObject
            {
                ["version"] = version,
                ["freshness"] = "Current",
                ["resources"] = new JsonArray([.. group.Where(one => one.Version == version).Select(Aggregate)]),
            })]),
        })]),
    };

    private static JsonObject Group(IGrouping<string, ResourceDefinition> group)
    {
        var versions = Versions(group).Select(version => new JsonObject { ["groupVersion"] = $"{group.Key}/{version}", ["version"] = version }).ToList();
        return new JsonObject
        {
            ["name"] = group.Key,
            ["versions"] = new JsonArray([.. versions.Select(one => one.DeepClone())]),
            ["preferredVersion"] = versions[0].DeepClone(),
        };
    }

    /// <summary>Newest stable first, as the API server orders them.</summary>
    private static IEnumerable<string> Versions(IEnumerable<ResourceDefinition> group) => group.Select(one => one.Version).Distinct()
        .OrderBy(version => version.Contains("alpha", StringComparison.Ordinal) ? 2 : version.Contains("beta", StringComparison.Ordinal) ? 1 : 0)
        .ThenByDescending(version => version, StringComparer.Ordinal);

    private static JsonArray Verbs(ResourceDefinition type) => type.IsReview
        ? new JsonArray("create")
        : type.IsMetrics ? new JsonArray("get", "list")
        : new JsonArray("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");

    private static IEnumerable<JsonNode> Resource(ResourceDefinition type)
    {
        var resource = new JsonObject
        {
            ["name"] = type.Plural,
            ["singularName"] = type.Kind.ToLowerInvariant(),
            ["namespaced"] = type.Namespaced,
            ["kind"] = type.Kind,
            ["verbs"] = Verbs(type),
        };
        if (type.ShortNames.Length > 0)
        {
            resource["shortNames"] = new JsonArray([.. type.ShortNames]);
        }

        if (type.Categories is { Length: > 0 } categories)
        {
            resource["categories"] = new JsonArray([.. categories]);
        }

        yield return resource;
        foreach (var sub in Subresources(type))
        {
            yield return new JsonObject
            {
                ["name"] = $"{type.Plural}/{sub.Name}",
                ["singularName"] = "",
                ["namespaced"] = type.Namespaced,
                ["kind"] = sub.Kind,
                ["verbs"] = sub.Verbs(),
            };
        }
    }

    private static JsonObject Aggregate(ResourceDefinition type)
    {
        var resource = new JsonObject
        {
            ["resource"] = type.Plural,
            ["responseKind"] = new JsonObject { ["group"] = type.Group, ["version"] = type.Version, ["kind"] = type.Kind },
            ["scope"] = type.Namespaced ? "Namespaced" : "Cluster",
            ["singularResource"] = type.Kind.ToLowerInvariant(),
            ["verbs"] = Verbs(type),
        };
        if (type.ShortNames.Length > 0)
        {
            resource["shortNames"] = new JsonArray([.. type.ShortNames]);
        }

        if (type.Categories is { Length: > 0 } categories)
        {
            resource["categories"] = new JsonArray([.. categories]);
        }

        var subresources = Subresources(type).ToList();
        if (subresources.Count > 0)
        {
            resource["subresources"] = new JsonArray([.. subresources.Select(sub => new JsonObject
            {
                ["subresource"] = sub.Name,
                ["responseKind"] = new JsonObject { ["group"] = type.Group, ["version"] = type.Version, ["kind"] = sub.Kind },
                ["verbs"] = sub.Verbs(),
            })]);
        }

        return resource;
    }

    private static IEnumerable<(string Name, string Kind, Func<JsonArray> Verbs)> Subresources(ResourceDefinition type)
    {
        if (type.HasStatus && !type.IsReview)
        {
            yield return ("status", type.Kind, () => new JsonArray("get", "patch", "update"));
        }

        if (type.HasScale)
        {
            yield return ("scale", "Scale", () => new JsonArray("get", "patch", "update"));
        }

        if (type is { Kind: "Pod", Group: "" })
        {
            yield return ("log", "Pod", () => new JsonArray("get"));
            yield return ("exec", "PodExecOptions", () => new JsonArray("create", "get"));
        }

        if (type is { Kind: "Node", Group: "" })
        {
            yield return ("proxy", "NodeProxyOptions", () => new JsonArray("get"));
        }
    }
}
