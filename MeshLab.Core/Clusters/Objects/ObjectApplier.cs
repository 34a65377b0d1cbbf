using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using MeshLab.Core.Clusters.Connections;

namespace MeshLab.Core.Clusters.Objects;

/// <summary>Applies one object server-side and tells what that did to it.</summary>
internal sealed class ObjectApplier(ApiConnection connection, ResourceDiscovery discovery, ObjectReader reader)
{
    private const int RaceAttempts = 4;

    private static readonly string[] EmptyMaps = ["labels", "annotations"];

    /// <exception cref="ClusterException">Status 404 and reason <c>NoKindMatch</c> when the server has no such type.</exception>
    public Task<ApplyResult> ApplyAsync(JsonObject resource, ApplyOptions options, CancellationToken cancellationToken) => ApplyAsync(resource, options, null, cancellationToken);

    /// <summary>The same with the object as it was seen a moment ago; null reads it.</summary>
    public async Task<ApplyResult> ApplyAsync(JsonObject resource, ApplyOptions options, Sighting? seen, CancellationToken cancellationToken)
    {
        var asked = ObjectRef.Of(resource);
        var type = await discovery.FindAsync(asked.ApiVersion, asked.Kind, cancellationToken)
            ?? throw reader.NoType(asked.ApiVersion, asked.Kind, $"apply {asked}");
        var reference = asked with { Namespace = type.Namespaced ? asked.Namespace ?? connection.DefaultNamespace : null };
        var body = Prepare(resource, reference);
        for (var attempt = 1; ; attempt++)
        {
            var before = attempt == 1 && seen is not null ? seen.Live : await reader.GetAsync(type, reference, cancellationToken);
            try
            {
                var (created, after) = await PatchAsync(type, reference, body, options, cancellationToken);
                before = created ? null : before;
                return new ApplyResult(reference, Outcome(created, before, after, options, resource.ContainsKey("status")), before, after);
            }
            catch (ClusterException error) when (error.Status == HttpStatusCode.Conflict && error.Conflicts.Count == 0 && attempt < RaceAttempts)
            {
                // Somebody created or changed the object in the same moment; it is no conflict of fields.
                await Task.Delay(RetryDelay.Backoff(attempt), connection.Clock, cancellationToken);
            }
        }
    }

    /// <summary>
    /// A copy as server-side apply takes it: with its namespace, without what only the server sets. Labels and annotations without an
    /// entry are left out: an API server takes the empty map for a field of its own and lets the next manager that leaves it out or repeats it run into a conflict.
    /// </summary>
    private static JsonObject Prepare(JsonObject resource, ObjectRef reference)
    {
        var body = (JsonObject)resource.DeepClone();
        var metadata = (JsonObject)body["metadata"]!;
        metadata.Remove("managedFields");
        metadata.Remove("namespace");
        if (reference.Namespace is { } space)
        {
            metadata["namespace"] = space;
        }

        foreach (var map in EmptyMaps.Where(map => metadata[map] is null or JsonObject { Count: 0 }))
        {
            metadata.Remove(map);
        }

        return body;
    }

    private static ApplyOutcome Outcome(bool created, JsonObject? before, JsonObject after, ApplyOptions options, bool withStatus)
    {
        if (created)
        {
            return ApplyOutcome.Created;
        }

        if (before is null)
        {
            return ApplyOutcome.Configured;
        }

        // A dry run answers with the version of the live object whatever it would change.
        var sameVersion = !options.DryRun && Version(before) is { } version && version == Version(after);
        return sameVersion || ObjectContent.Same(before, after, withStatus) ? ApplyOutcome.Unchanged : ApplyOutcome.Configured;
    }

    private static string? Version(JsonObject resource) => resource["metadata"]?["resourceVersion"]?.ToString();

    private async Task<(bool Created, JsonObject After)> PatchAsync(ResourceType type, ObjectRef reference, JsonObject body, ApplyOptions options, CancellationToken cancellationToken)
    {
        var query = ObjectPath.Query(
            ("fieldManager", options.FieldManager),
            ("force", options.Force ? "true" : "false"),
            ("fieldValidation", "Strict"),
            ("dryRun", options.DryRun ? "All" : null));
        var request = new ApiRequest(HttpMethod.Patch, ObjectPath.Of(type, reference.Namespace, reference.Name) + query, $"apply {reference}")
        {
            Body = body,
            MediaType = "application/apply-patch+yaml",
        };
        return await connection.SendAsync(
            request,
            static async (response, token) =>
            {
                var after = JsonNode.Parse(await response.Content.ReadAsByteArrayAsync(token)) as JsonObject;
                return (response.StatusCode == HttpStatusCode.Created, after ?? throw new JsonException("the answer is no object"));
            },
            cancellationToken);
    }
}
