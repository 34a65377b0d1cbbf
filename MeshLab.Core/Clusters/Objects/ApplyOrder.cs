using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using MeshLab.Core.Clusters.Connections;

namespace MeshLab.Core.Clusters.Objects;

/// <summary>Applies many objects: definitions first, until the server has taken them in, then namespaces, then everything else.</summary>
internal sealed class ApplyOrder(ApiConnection connection, ObjectApplier applier, ObjectReader reader, ObjectLists lists)
{
    /// <summary>How many requests are on their way at a time.</summary>
    public const int Concurrency = 8;

    private const string DefinitionKind = "CustomResourceDefinition";

    /// <summary>How long a definition may take until it is established and served.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <param name="resources">What to apply.</param>
    /// <param name="options">How.</param>
    /// <param name="before">What was there a moment ago, in the same order, null for nothing; null reads it.</param>
    /// <param name="cancellationToken">Ends it between two requests.</param>
    public async Task<IReadOnlyList<ApplyResult>> ApplyAsync(IReadOnlyList<JsonObject> resources, ApplyOptions options, IReadOnlyList<JsonObject?>? before, CancellationToken cancellationToken)
    {
        var results = new ApplyResult?[resources.Count];
        var rest = Enumerable.Range(0, resources.Count).ToList();
        var definitions = Take(rest, resources, DefinitionKind);
        var namespaces = Take(rest, resources, "Namespace");
        var kinds = definitions.Select(index => Defines(resources[index])).ToHashSet();
        var spaces = namespaces.Select(index => ObjectRef.Of(resources[index]).Name).ToHashSet(StringComparer.Ordinal);

        await EachAsync(definitions, async index =>
        {
            results[index] = await applier.ApplyAsync(resources[index], options, cancellationToken);
            if (!options.DryRun)
            {
                await EstablishedAsync(results[index]!, cancellationToken);
            }
        }, cancellationToken);
        await EachAsync(namespaces, async index => results[index] = await applier.ApplyAsync(resources[index], options, cancellationToken), cancellationToken);
        var known = before is null ? await lists.ReadAsync([.. rest.Select(index => ObjectRef.Of(resources[index]))], cancellationToken) : null;
        await EachAsync(rest, async index => results[index] = await ApplyOneAsync(resources[index], options, Before(index), kinds, spaces, cancellationToken), cancellationToken);
        return [.. results.Select(one => one!)];

        Sighting? Before(int index) =>
            before is not null ? new Sighting(before[index]) : known!.Of(ObjectRef.Of(resources[index]));
    }

    private static List<int> Take(List<int> indices, IReadOnlyList<JsonObject> resources, string kind)
    {
        var taken = indices.Where(index => resources[index]["kind"]?.ToString() == kind).ToList();
        indices.RemoveAll(taken.Contains);
        return taken;
    }

    private static (string Group, string Kind) Defines(JsonObject definition) =>
        (definition["spec"]?["group"]?.ToString() ?? "", definition["spec"]?["names"]?["kind"]?.ToString() ?? "");

    private static bool IsOf(ObjectRef reference, HashSet<(string Group, string Kind)> kinds) =>
        kinds.Contains((reference.ApiVersion.Split('/')[0], reference.Kind));

    private static async Task EachAsync(IReadOnlyList<int> indices, Func<int, Task> apply, CancellationToken cancellationToken)
    {
        var failures = new List<(int Index, ClusterException Error)>();
        await Parallel.ForEachAsync(indices, new ParallelOptions { MaxDegreeOfParallelism = Concurrency, CancellationToken = cancellationToken }, async (index, _) =>
        {
            try
            {
                await apply(index);
            }
            catch (ClusterException error)
            {
                lock (failures)
                {
                    failures.Add((index, error));
                }
            }
        });
        if (failures.Count > 0)
        {
            var errors = failures.OrderBy(one => one.Index).Select(one => one.Error).ToList();
            throw errors.Count == 1
                ? errors[0]
                : new ClusterException(string.Join(Environment.NewLine, errors.Select(one => one.Message)), errors[0].Status, errors[0].Reason, errors[0]) { Conflicts = [.. errors.SelectMany(one => one.Conflicts)] };
        }
    }

    private async Task<ApplyResult> ApplyOneAsync(
        JsonObject resource, ApplyOptions options, Sighting? before, HashSet<(string Group, string Kind)> kinds, HashSet<string> spaces, CancellationToken cancellationToken)
    {
        var started = connection.Clock.GetTimestamp();
        var reference = ObjectRef.Of(resource);
        while (true)
        {
            try
            {
                return await applier.ApplyAsync(resource, options, before, cancellationToken);
            }
            catch (ClusterException error) when (error.Status == HttpStatusCode.NotFound && IsOf(reference, kinds))
            {
                // A definition is established a moment before its objects are served everywhere.
                if (!options.DryRun && connection.Clock.GetElapsedTime(started) > Patience)
                {
                    throw;
                }
            }
            catch (ClusterException error) when (options.DryRun && error.Status == HttpStatusCode.NotFound && reference.Namespace is { } space && spaces.Contains(space))
            {
                // A dry run made no namespace for this object to be in.
                return new ApplyResult(reference, ApplyOutcome.Created, null, (JsonObject)resource.DeepClone());
            }

            if (options.DryRun)
            {
                // A dry run defined no such kind.
                return new ApplyResult(reference, ApplyOutcome.Created, null, (JsonObject)resource.DeepClone());
            }

            await Task.Delay(Pause, connection.Clock, cancellationToken);
        }
    }

    private async Task EstablishedAsync(ApplyResult applied, CancellationToken cancellationToken)
    {
        var started = connection.Clock.GetTimestamp();
        for (var live = applied.After; ; live = await reader.GetAsync(applied.Ref, cancellationToken))
        {
            var conditions = (live?["status"]?["conditions"] as JsonArray ?? []).OfType<JsonObject>().ToList();
            if (conditions.Any(one => one["type"]?.ToString() == "Established" && one["status"]?.ToString() == "True"))
            {
                return;
            }

            if (conditions.FirstOrDefault(one => one["type"]?.ToString() == "NamesAccepted" && one["status"]?.ToString() == "False") is { } refused)
            {
                throw new ClusterException($"The cluster {connection.Cluster.Name} does not serve {applied.Ref}: {refused["message"]}", reason: refused["reason"]?.ToString());
            }

            if (connection.Clock.GetElapsedTime(started) > Patience)
            {
                throw new ClusterException($"Timed out: {applied.Ref} was not established on {connection.Cluster.Name} within {Patience.TotalSeconds:0} s. Its status: {live?["status"]?.ToJsonString(JsonSerializerOptions.Default) ?? "gone"}", reason: "Timeout");
            }

            await Task.Delay(Pause, connection.Clock, cancellationToken);
        }
    }
}
