using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using MeshLab.Core.Schemas;
using MeshLab.Core.Simulation.Store;

namespace MeshLab.Core.Simulation.Api;

/// <summary>Refuses what a real API server refuses: bad names and labels, broken workloads, custom objects that do not fit their schema.</summary>
internal static partial class Validation
{
    /// <param name="type">The object's type.</param>
    /// <param name="resource">The object.</param>
    /// <param name="strict">Whether unknown fields are refused (<c>fieldValidation=Strict</c>) rather than pruned.</param>
    public static void Check(ResourceDefinition type, JsonObject resource, bool strict)
    {
        var metadata = (JsonObject)resource["metadata"]!;
        var name = metadata["name"]!.GetValue<string>();
        var causes = new List<(string Field, string Message, string Reason)>();
        if (!(type.Group == "rbac.authorization.k8s.io" ? !name.Contains('/', StringComparison.Ordinal) : Subdomain().IsMatch(name)) || name.Length > 253)
        {
            causes.Add(("metadata.name", $"Invalid value: \"{name}\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character", "FieldValueInvalid"));
        }

        foreach (var (key, value) in metadata["labels"] as JsonObject ?? [])
        {
            if (value is not JsonValue text || !text.TryGetValue<string>(out var label))
            {
                throw StatusError.BadRequest($"{type.Kind} in version \"{type.Version}\" cannot be handled as a {type.Kind}: json: cannot unmarshal {Sort(value)} into Go struct field ObjectMeta.metadata.labels of type string");
            }

            if (label.Length > 63 || !Label().IsMatch(label))
            {
                causes.Add(("metadata.labels", $"Invalid value: \"{label}\": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (key {key})", "FieldValueInvalid"));
            }
        }

        if (type.Schema is { } schema)
        {
            Custom(type, resource, schema, strict, causes);
        }
        else if (type.Kind is "Deployment" or "StatefulSet" or "DaemonSet" or "ReplicaSet")
        {
            Workload(resource, causes);
        }
        else if (type.Kind == "Service" && resource["spec"]?["ports"] is not JsonArray { Count: > 0 } && resource["spec"]?["type"]?.GetValue<string>() != "ExternalName"
            && resource["spec"]?["clusterIP"]?.GetValue<string>() != "None")
        {
            causes.Add(("spec.ports", "Required value", "FieldValueRequired"));
        }

        if (causes.Count > 0)
        {
            throw StatusError.Invalid(type.Kind, type.Group, name, causes);
        }
    }

    private static void Custom(ResourceDefinition type, JsonObject resource, JsonObject schema, bool strict, List<(string, string, string)> causes)
    {
        var problems = new StructuralSchema(schema).Validate(resource);
        var unknown = problems.Where(one => one.Kind == SchemaProblemKind.UnknownField).ToList();
        if (unknown.Count > 0 && strict)
        {
            throw StatusError.BadRequest($"{type.Kind} in version \"{type.Version}\" cannot be handled as a {type.Kind}: strict decoding error: {string.Join(", ", unknown.Select(one => $"unknown field \"{one.Path}\""))}");
        }

        causes.AddRange(problems.Where(one => one.Kind != SchemaProblemKind.UnknownField).Select(one => (one.Path, one.Message,
            one.Kind == SchemaProblemKind.Required ? "FieldValueRequired" : "FieldValueInvalid")));
    }

    private static void Workload(JsonObject resource, List<(string, string, string)> causes)
    {
        var template = resource["spec"]?["template"];
        var labels = template?["metadata"]?["labels"] as JsonObject;
        foreach (var (key, value) in resource["spec"]?["selector"]?["matchLabels"] as JsonObject ?? [])
        {
            if (labels?[key]?.GetValue<string>() != value?.GetValue<string>())
            {
                causes.Add(("spec.template.metadata.labels", $"Invalid value: `selector` does not match template `labels` ({key}={value})", "FieldValueInvalid"));
            }
        }

        if (resource["spec"]?["selector"] is null)
        {
            causes.Add(("spec.selector", "Required value", "FieldValueRequired"));
        }

        if (template?["spec"]?["containers"] is not JsonArray { Count: > 0 } containers)
        {
            causes.Add(("spec.template.spec.containers", "Required value", "FieldValueRequired"));
            return;
        }

        for (var index = 0; index < containers.Count; index++)
        {
            if (containers[index]?["image"] is null)
            {
                causes.Add(($"spec.template.spec.containers[{index}].image", "Required value", "FieldValueRequired"));
            }
        }
    }

    private static string Sort(JsonNode? value) => value?.GetValueKind() switch
    {
        System.Text.Json.JsonValueKind.Number => "number",
        System.Text.Json.JsonValueKind.True or System.Text.Json.JsonValueKind.False => "bool",
        _ => "object",
    };

    [GeneratedRegex(@"^[a-z0-9]([-a-z0-9.:]*[a-z0-9])?\z")]
    private static partial Regex Subdomain();

    [GeneratedRegex(@"^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?\z")]
    private static partial Regex Label();
}
