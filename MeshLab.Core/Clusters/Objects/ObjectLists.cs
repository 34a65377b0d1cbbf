using System.Text.Json.Nodes;

namespace MeshLab.Core.Clusters.Objects;

/// <summary>
/// Lists what is there of the kinds that come in numbers, in place of a request for each object. Where more is there than a page takes, or the user may not
/// list, nothing is known and objects are read one by one.
/// </summary>
internal sealed class ObjectLists(ObjectReader reader)
{
    /// <summary>From how many objects of a kind in a namespace on these are listed rather than read one by one.</summary>
    private const int WorthAList = 20;

    public async Task<ListedObjects> ReadAsync(IReadOnlyList<ObjectRef> references, CancellationToken cancellationToken)
    {
        var lists = new Dictionary<(string, string, string?), IReadOnlyDictionary<string, JsonObject>>();
        foreach (var group in references.Where(one => one.Namespace is not null).GroupBy(ListedObjects.Group).Where(group => group.Count() >= WorthAList))
        {
            try
            {
                if (await reader.PageAsync(group.Key.ApiVersion, group.Key.Kind, group.Key.Namespace, cancellationToken) is { } page)
                {
                    lists[group.Key] = page.ToDictionary(one => ObjectRef.Of(one).Name, StringComparer.Ordinal);
                }
            }
            catch (ClusterException)
            {
                // Reading each object tells what is wrong with it by name.
            }
        }

        return new ListedObjects(lists);
    }

    /// <summary>What is there under these names, in their order; what was not listed is read one by one.</summary>
    public async Task<IReadOnlyList<JsonObject?>> GetAllAsync(IReadOnlyList<ObjectRef> references, CancellationToken cancellationToken)
    {
        var listed = await ReadAsync(references, cancellationToken);
        var found = new JsonObject?[references.Count];
        await Parallel.ForAsync(0, references.Count, new ParallelOptions { MaxDegreeOfParallelism = ApplyOrder.Concurrency, CancellationToken = cancellationToken }, async (index, token) =>
            found[index] = listed.Of(references[index]) is { } seen ? seen.Live : await reader.GetAsync(references[index], token));
        return found;
    }
}

/// <summary>What <see cref="ObjectLists"/> found.</summary>
internal sealed class ListedObjects(IReadOnlyDictionary<(string ApiVersion, string Kind, string? Namespace), IReadOnlyDictionary<string, JsonObject>> lists)
{
    /// <summary>What was seen of an object; null when its kind was not listed.</summary>
    public Sighting? Of(ObjectRef reference) =>
        lists.TryGetValue(Group(reference), out var found) ? new Sighting(found.GetValueOrDefault(reference.Name)) : null;

    public static (string ApiVersion, string Kind, string? Namespace) Group(ObjectRef reference) => (reference.ApiVersion, reference.Kind, reference.Namespace);
}

/// <summary>An object as it was seen a moment ago.</summary>
/// <param name="Live">The live object; null when there was none.</param>
internal sealed record Sighting(JsonObject? Live);
