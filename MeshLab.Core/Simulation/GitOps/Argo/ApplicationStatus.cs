using System.Text.Json.Nodes;
using MeshLab.Core.Simulation.Controllers;

namespace MeshLab.Core.Simulation.GitOps.Argo;

/// <summary>The status of an Application, in the fields that Argo CD's own tools and scenarios read.</summary>
internal static class ApplicationStatus
{
    private const string NothingFetched = "successfully synced (simulated: nothing was fetched, the demo cluster's stand-ins were applied)";

    public static JsonObject Of(
        DemoCluster hub, ControllerContext destination, JsonObject application, IReadOnlyList<(JsonObject Resource, DeliveryState State)> states, IReadOnlyList<JsonObject> stale, JsonObject? operation)
    {
        var synced = stale.Count == 0 && states.All(one => one.State == DeliveryState.Same);
        var status = new JsonObject
        {
            ["sync"] = Sync(application, synced ? "Synced" : "OutOfSync"),
            ["health"] = new JsonObject { ["status"] = ResourceHealth.Worst(states.Select(one => ResourceHealth.Of(destination.KeyOf(one.Resource) is { } key ? destination.Store.Peek(key) : null))) },
            ["resources"] = new JsonArray([.. states.Select(one => Resource(one.Resource, one.State == DeliveryState.Same, prune: false)), .. stale.Select(one => Resource(one, synced: false, prune: true))]),
            ["sourceType"] = ApplicationSources.Of(application).Any(one => one.Text("chart") is not null) ? "Helm" : "Kustomize",
            ["summary"] = new JsonObject { ["images"] = new JsonArray([.. states.SelectMany(one => one.Resource.Items("spec", "template", "spec", "containers")).Select(one => one.Text("image")).Distinct().Select(one => JsonValue.Create(one))]) },
            ["reconciledAt"] = hub.Timestamp,
        };
        if (operation is not null)
        {
            status["operationState"] = operation.DeepClone();
        }

        return status;
    }

    /// <summary>The status of one that cannot be compared; what it has deployed stays, and stays listed.</summary>
    public static JsonObject Broken(DemoCluster hub, JsonObject application, string condition, string message)
    {
        var status = (JsonObject?)application["status"]?.DeepClone() ?? [];
        status["sync"] = Sync(application, "Unknown");
        status["health"] = new JsonObject { ["status"] = "Unknown" };
        status["conditions"] = new JsonArray(ArgoInstallation.Condition(hub, condition, message));
        status["reconciledAt"] = hub.Timestamp;
        return status;
    }

    public static JsonObject Succeeded(DemoCluster hub, JsonObject application, bool automated) => new()
    {
        ["phase"] = "Succeeded",
        ["message"] = NothingFetched,
        ["startedAt"] = hub.Timestamp,
        ["finishedAt"] = hub.Timestamp,
        ["operation"] = new JsonObject { ["initiatedBy"] = new JsonObject { ["automated"] = automated }, ["sync"] = new JsonObject { ["revision"] = Revision(application) } },
        ["syncResult"] = new JsonObject { ["revision"] = Revision(application), ["source"] = Source(application) },
    };

    /// <summary>The source that a sync was made from; of several, the first with all of them behind it.</summary>
    public static JsonNode Source(JsonObject application) => application.At("spec", "source")?.DeepClone() ?? new JsonObject { ["repoURL"] = "", ["helm"] = new JsonObject { ["values"] = application.At("spec", "sources")?.ToJsonString() } };

    /// <summary>Names an object by an entry of <c>status.resources</c>.</summary>
    public static JsonObject Reference(JsonObject entry)
    {
        var metadata = new JsonObject { ["name"] = entry.Text("name") };
        if (entry.Text("namespace") is { Length: > 0 } space)
        {
            metadata["namespace"] = space;
        }

        var version = entry.Text("version") ?? "v1";
        return new JsonObject { ["apiVersion"] = entry.Text("group") is { Length: > 0 } group ? $"{group}/{version}" : version, ["kind"] = entry.Text("kind"), ["metadata"] = metadata };
    }

    public static JsonNode? WithoutTimes(JsonNode? status)
    {
        if (status?.DeepClone() is not JsonObject copy)
        {
            return null;
        }

        copy.Remove("reconciledAt");
        foreach (var condition in copy.Items("conditions"))
        {
            condition.Remove("lastTransitionTime");
        }

        return copy;
    }

    private static JsonObject Sync(JsonObject application, string status)
    {
        var compared = new JsonObject { ["destination"] = application.At("spec", "destination")?.DeepClone() };
        var field = application.At("spec", "sources") is JsonArray { Count: > 0 } ? "sources" : "source";
        compared[field] = application.At("spec", field)?.DeepClone();
        return new JsonObject { ["status"] = status, ["revision"] = Revision(application), ["comparedTo"] = compared };
    }

    private static JsonObject Resource(JsonObject resource, bool synced, bool prune)
    {
        var parts = (resource.Text("apiVersion") ?? "v1").Split('/');
        var entry = new JsonObject { ["version"] = parts[^1], ["kind"] = resource.Text("kind"), ["name"] = resource.Name(), ["status"] = synced ? "Synced" : "OutOfSync" };
        if (parts.Length > 1)
        {
            entry["group"] = parts[0];
        }

        if (resource.Namespace() is { Length: > 0 } space)
        {
            entry["namespace"] = space;
        }

        if (prune)
        {
            entry["requiresPruning"] = true;
        }

        return entry;
    }

    private static string Revision(JsonObject application) =>
        ApplicationSources.Of(application) is [var source, ..] && source.Text("chart") is not null ? source.Text("targetRevision") ?? "" : KnownRepositories.Commit;
}
