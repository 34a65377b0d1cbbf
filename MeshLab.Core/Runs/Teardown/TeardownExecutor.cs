using System.Text.Json.Nodes;
using MeshLab.Core.Clusters;
using MeshLab.Core.Runs.Execution;
using MeshLab.Core.Runs.Helm;
using MeshLab.Core.Runs.Journal;
using MeshLab.Core.Runs.Steps;

namespace MeshLab.Core.Runs.Teardown;

/// <summary>Removes the items of one step of a teardown, waits until they are gone, and says what stays and why.</summary>
internal sealed class TeardownExecutor(InventoryJournal inventory, ItemRemover remover)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    public async Task RemoveAsync(StepContext context, TeardownStep step, IReadOnlyList<HeldItem> others, Func<HeldItem, StepContext> contextOf, CancellationToken cancellationToken)
    {
        var asked = new List<HeldItem>();
        foreach (var held in step.Items)
        {
            var target = contextOf(held);
            await context.WaitsForAsync($"removing {held.Ref}", cancellationToken);
            var reason = step.Step?.Undo is not null ? await LeftByUndoAsync(target, held, cancellationToken) : await remover.RemoveAsync(target, held, others, cancellationToken);
            if (reason is not null)
            {
                context.Log($"{held.Ref} stays: {reason}");
                await ReleaseLabelsAsync(target, held, cancellationToken);
                await inventory.ReleaseAsync(context.Run.Scenario.Name, held.Item, cancellationToken);
                continue;
            }

            asked.Add(held);
        }

        foreach (var held in asked)
        {
            await GoneAsync(context, contextOf(held), held, cancellationToken);
            await inventory.ReleaseAsync(context.Run.Scenario.Name, held.Item, cancellationToken);
        }

        await context.WaitsForAsync(null, cancellationToken);
    }

    /// <summary>A scenario's own undo has the last word: what it left stays.</summary>
    private static async Task<string?> LeftByUndoAsync(StepContext target, HeldItem held, CancellationToken cancellationToken)
    {
        var tool = held.Item.ApiVersion is HelmRelease.ApiVersion or KindStep.ApiVersion;
        return tool || await LiveAsync(target, held.Ref, cancellationToken) is { } live && live["metadata"]?["deletionTimestamp"] is null
            ? "the scenario's own undo was carried out instead"
            : null;
    }

    private static async Task GoneAsync(StepContext context, StepContext target, HeldItem held, CancellationToken cancellationToken)
    {
        if (held.Item.ApiVersion is HelmRelease.ApiVersion or KindStep.ApiVersion)
        {
            return;
        }

        while (await LiveAsync(target, held.Ref, cancellationToken) is { } live)
        {
            await context.WaitsForAsync(Remaining(held.Ref, live), cancellationToken);
            await context.DelayAsync(Pause, cancellationToken);
        }

        context.Log($"{held.Ref} deleted");
    }

    private static async Task<JsonObject?> LiveAsync(StepContext target, ObjectRef reference, CancellationToken cancellationToken) =>
        await target.Client.FindTypeAsync(reference.ApiVersion, reference.Kind, cancellationToken) is null ? null : await target.Client.GetAsync(reference, cancellationToken);

    /// <summary>Why an object is still there: its finalizers, or for a namespace what its conditions say is left in it.</summary>
    private static string Remaining(ObjectRef reference, JsonObject live)
    {
        var finalizers = (live["metadata"]?["finalizers"] as JsonArray ?? []).Concat(live["spec"]?["finalizers"] as JsonArray ?? []).Select(one => one!.GetValue<string>()).ToList();
        var conditions = (live["status"]?["conditions"] as JsonArray ?? [])
            .Where(one => one?["status"]?.GetValue<string>() == "True" && one["type"]?.GetValue<string>() is "NamespaceContentRemaining" or "NamespaceFinalizersRemaining" or "NamespaceDeletionContentFailure")
            .Select(one => one!["message"]?.GetValue<string>());
        var reasons = conditions.Concat(finalizers.Count > 0 ? [$"finalizers {string.Join(", ", finalizers)}"] : []);
        return $"{reference} is being deleted; {string.Join("; ", reasons)}".TrimEnd(' ', ';');
    }

    /// <summary>A namespace that was there before keeps what it is, but the labels MeshLab set on it (such as one for injection) are taken off: an apply without fields gives up those that nobody else owns.</summary>
    private static async Task ReleaseLabelsAsync(StepContext target, HeldItem held, CancellationToken cancellationToken)
    {
        if (held.Item is not { Existed: true, ApiVersion: "v1", Kind: "Namespace" } || await LiveAsync(target, held.Ref, cancellationToken) is null)
        {
            return;
        }

        var bare = new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Namespace", ["metadata"] = new JsonObject { ["name"] = held.Item.Name } };
        var result = await target.Client.ApplyAsync(bare, new ApplyOptions(), cancellationToken);
        if (result.Outcome == ApplyOutcome.Configured)
        {
            target.Log($"{held.Ref}: the labels and annotations that MeshLab set are taken off");
        }
    }
}
