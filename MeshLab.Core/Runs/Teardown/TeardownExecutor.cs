using System.Text.Json.Nodes;
using MeshLab.Core.Clusters;
using MeshLab.Core.Runs.Execution;
using MeshLab.Core.Runs.Helm;
using MeshLab.Core.Runs.Journal;
using MeshLab.Core.Runs.Objects;
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
                await ReleaseLabelsAsync(target, held, others, cancellationToken);
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

        string? uid = null;
        while (await LiveAsync(target, held.Ref, cancellationToken) is { } live)
        {
            var found = live["metadata"]?["uid"]?.GetValue<string>();
            uid ??= found;
            if (uid != found)
            {
                // Somebody made a new one of that name meanwhile; what was MeshLab's is gone.
                break;
            }

            await context.WaitsForAsync(Terminating.Describe(held.Ref, live), cancellationToken);
            await context.DelayAsync(Pause, cancellationToken);
        }

        context.Log($"{held.Ref} deleted");
    }

    private static async Task<JsonObject?> LiveAsync(StepContext target, ObjectRef reference, CancellationToken cancellationToken) =>
        await target.Client.FindTypeAsync(reference.ApiVersion, reference.Kind, cancellationToken) is null ? null : await target.Client.GetAsync(reference, cancellationToken);

    /// <summary>A namespace that was there before keeps what it is, but the labels MeshLab set on it (such as one for injection) are taken off: an apply without fields gives up those that nobody else owns.</summary>
    private static async Task ReleaseLabelsAsync(StepContext target, HeldItem held, IReadOnlyList<HeldItem> others, CancellationToken cancellationToken)
    {
        if (held.Item is not { Existed: true, ApiVersion: "v1", Kind: "Namespace" } || await LiveAsync(target, held.Ref, cancellationToken) is null)
        {
            return;
        }

        if (others.FirstOrDefault(other => other.Same(held)) is { } user)
        {
            target.Log($"{held.Ref}: its labels and annotations stay as well: {user.Scenario} (run {user.RunId}) uses it");
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
