using System.Text.Json.Nodes;
using MeshLab.Core.Simulation.Store;

namespace MeshLab.Core.Simulation.Api;

/// <summary>
/// Just enough OpenAPI for kubectl: which types a group has, that their patches take <c>fieldValidation</c>, and an open schema
/// for each built-in kind. Custom kinds come with their own schema.
/// </summary>
internal static class OpenApiDocuments
{
    public static JsonObject V3Root(ResourceRegistry types) => new()
    {
        ["paths"] = new JsonObject(types.All.Select(one => one.Group.Length == 0 ? $"api/{one.Version}" : $"apis/{one.Group}/{one.Version}").Distinct()
            .Select(path => KeyValuePair.Create<string, JsonNode?>(path, new JsonObject { ["serverRelativeURL"] = $"/openapi/v3/{path}" }))),
    };

    public static JsonObject? V3(ResourceRegistry types, string group, string version)
    {
        var found = types.All.Where(one => one.Group == group && one.Version == version).ToList();
        if (found.Count == 0)
        {
            return null;
        }

        return new JsonObject
        {
            ["openapi"] = "3.0.0",
            ["info"] = new JsonObject { ["title"] = "Kubernetes", ["version"] = ServerVersion.Git },
            ["paths"] = new JsonObject(found.Select(type => KeyValuePair.Create<string, JsonNode?>(ItemPath(type), Operations(type)))),
            ["components"] = new JsonObject
            {
                ["schemas"] = new JsonObject(found.Select(type => KeyValuePair.Create<string, JsonNode?>(SchemaName(type), Schema(type)))),
            },
        };
    }

    /// <summary>OpenAPI v2, for clients that ask for it; the same types.</summary>
    public static JsonObject V2(ResourceRegistry types)
    {
        var all = types.All.ToList();
        return new JsonObject
        {
            ["swagger"] = "2.0",
            ["info"] = new JsonObject { ["title"] = "Kubernetes", ["version"] = ServerVersion.Git },
            ["paths"] = new JsonObject(all.Select(type => KeyValuePair.Create<string, JsonNode?>(ItemPath(type), Operations(type)))),
            ["definitions"] = new JsonObject(all.Select(type => KeyValuePair.Create<string, JsonNode?>(SchemaName(type), Schema(type)))),
        };
    }

    private static string ItemPath(ResourceDefinition type) =>
        (type.Group.Length == 0 ? $"/api/{type.Version}/" : $"/apis/{type.Group}/{type.Version}/") + (type.Namespaced ? "namespaces/{namespace}/" : "") + type.Plural + "/{name}";

    private static JsonObject Operations(ResourceDefinition type) => new()
    {
        ["patch"] = new JsonObject
        {
            ["parameters"] = new JsonArray(Parameter("fieldManager"), Parameter("fieldValidation"), Parameter("dryRun"), Parameter("force")),
            ["responses"] = new JsonObject { ["200"] = new JsonObject { ["description"] = "OK" } },
            ["x-kubernetes-action"] = "patch",
            ["x-kubernetes-group-version-kind"] = Kind(type),
        },
    };

    private static JsonObject Parameter(string name) => new()
    {
        ["name"] = name,
        ["in"] = "query",
        ["schema"] = new JsonObject { ["type"] = "string" },
    };

    private static JsonObject Kind(ResourceDefinition type) => new() { ["group"] = type.Group, ["version"] = type.Version, ["kind"] = type.Kind };

    private static string SchemaName(ResourceDefinition type) =>
        type.Group.Length == 0 ? $"io.k8s.api.core.{type.Version}.{type.Kind}" : $"{string.Join('.', type.Group.Split('.').Reverse())}.{type.Version}.{type.Kind}";

    private static JsonObject Schema(ResourceDefinition type)
    {
        var schema = (JsonObject?)type.Schema?.DeepClone() ?? new JsonObject { ["type"] = "object", ["x-kubernetes-preserve-unknown-fields"] = true };
        schema["x-kubernetes-group-version-kind"] = new JsonArray(Kind(type));
        return schema;
    }
}
