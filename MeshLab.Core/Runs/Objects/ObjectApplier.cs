using System.Text.Json.Nodes;
using MeshLab.Core.Clusters;
using MeshLab.Core.Runs.Execution;
using MeshLab.Core.Runs.Journal;

namespace MeshLab.Core.Runs.Objects;

/// <summary>
/// Applies objects for a step: looks at what is there, writes the inventory, then applies server-side. What was there before and is not
/// MeshLab's is applied without its labels, so that teardown leaves it.
/// </summary>
internal sealed class ObjectApplier(InventoryJournal inventory)
{
    public async Task<IReadOnlyList<ApplyResult>> ApplyAsync(StepContext context, IReadOnlyList<JsonObject> resources, string? defaultNamespace, bool force, CancellationToken cancellationToken)
    {
        var placed = await ObjectPlacer.PlaceAsync(context, resources, defaultNamespace, cancellationToken);
        var going = placed.Where(one => Terminating.Is(one.Live)).Select(one => ObjectRef.Of(one.Resource)).ToList();
        if (going.Count > 0)
        {
            foreach (var reference in going)
            {
                await Terminating.WaitAsync(context, reference, cancellationToken);
            }

            placed = await ObjectPlacer.PlaceAsync(context, resources, defaultNamespace, cancellationToken);
        }

        var held = (await inventory.CurrentAsync([context.ClusterName], cancellationToken)).Where(one => one.RunId == context.Run.Id).ToLookup(one => one.Ref, one => one.Item);
        var items = new List<InventoryItem>();
        foreach (var one in placed)
        {
            var reference = ObjectRef.Of(one.Resource);
            var existed = held[reference].FirstOrDefault()?.Existed ?? (one.Live is not null && !Ownership.IsOurs(one.Live));
            items.Add(new InventoryItem(context.ClusterName, reference.ApiVersion, reference.Kind, reference.Namespace, reference.Name, context.Step.Id, existed));
            if (!existed)
            {
                Ownership.Label(one.Resource, one.Live, context.Run.Scenario.Name, context.Run.Id);
            }
        }

        await inventory.RecordAsync(context.Run.Id, items, cancellationToken);
        var existing = items.Where(item => item.Existed).Select(item => new ObjectRef(item.ApiVersion, item.Kind, item.Namespace, item.Name)).ToHashSet();
        IReadOnlyList<ApplyResult> results;
        try
        {
            results = await context.Client.ApplyAllAsync([.. placed.Select(one => one.Resource)], new ApplyOptions(Force: force), [.. placed.Select(one => one.Live)], cancellationToken);
        }
        catch (ClusterException error) when (error.Conflicts.Count > 0)
        {
            var fields = string.Join(Environment.NewLine, error.Conflicts.Select(conflict => $"  {conflict.Field} is owned by {conflict.Manager}"));
            throw new StepFailedException($"{error.Message}{Environment.NewLine}{fields}{Environment.NewLine}Set force: true on the step to take the fields over, or leave them out.", error) { Retryable = false };
        }

        foreach (var result in results)
        {
            var note = existing.Contains(result.Ref) ? " (it was there before MeshLab; teardown leaves it)" : "";
            context.Log($"{result.Ref} {Word(result.Outcome)}{note}");
        }

        return results;
    }

    private static string Word(ApplyOutcome outcome) => outcome switch
    {
        ApplyOutcome.Created => "created",
        ApplyOutcome.Configured => "configured",
        _ => "unchanged",
    };
}
