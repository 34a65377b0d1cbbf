using MeshLab.Core.Runs.Journal;
using MeshLab.Core.Scenarios;

namespace MeshLab.Core.Runs.Teardown;

/// <summary>What a teardown removes, step by step in reverse, with the namespaces last.</summary>
internal static class TeardownPlan
{
    /// <summary>The id of the step that removes the namespaces.</summary>
    public const string NamespacesStep = "namespaces-made";

    /// <summary>The id of the only step of a teardown that finds nothing.</summary>
    public const string NothingStep = "nothing";

    /// <summary>The steps of a teardown, each with the items it removes in their order. The same object may be held by several runs; it is removed once.</summary>
    public static IReadOnlyList<TeardownStep> Of(Scenario? scenario, IReadOnlyDictionary<string, string> clusters, IReadOnlyList<HeldItem> held)
    {
        var distinct = new List<HeldItem>();
        foreach (var item in held)
        {
            var known = distinct.FindIndex(one => one.Same(item));
            if (known < 0)
            {
                distinct.Add(item);
            }
            else if (!item.Item.Existed)
            {
                // A run that made it outweighs a later one that found it without labels; the labels are looked at again before it is deleted.
                distinct[known] = distinct[known] with { Item = distinct[known].Item with { Existed = false } };
            }
        }

        var namespaces = distinct.Where(IsNamespace).ToList();
        var groups = distinct.Where(one => !IsNamespace(one)).GroupBy(one => (one.Item.Step, one.Item.Cluster))
            .ToDictionary(group => group.Key, group => group.OrderByDescending(one => distinct.IndexOf(one)).ToList());
        var steps = new List<TeardownStep>();
        foreach (var step in scenario?.Steps.Reverse() ?? [])
        {
            var cluster = clusters.GetValueOrDefault(step.Cluster) ?? clusters.Values.First();
            groups.Remove((step.Id, cluster), out var items);
            if (items is not null || (step.Undo is { Count: > 0 } && held.Count > 0))
            {
                steps.Add(new TeardownStep(step.Id, step.Title, cluster, step, items ?? []));
            }
        }

        // Steps that the scenario no longer has, or that ran on another cluster, go first: they may stand on what is left.
        steps.InsertRange(0, groups.Select(group => new TeardownStep(IdOf(group.Key.Step, group.Key.Cluster, clusters), group.Key.Step, group.Key.Cluster, null, group.Value)));
        if (namespaces.Count > 0)
        {
            namespaces.Reverse();
            steps.Add(new TeardownStep(NamespacesStep, "Namespaces", namespaces[0].Item.Cluster, null, namespaces));
        }

        return steps;
    }

    /// <summary>One step may have made something on several clusters, when roles were bound differently. The id depends on nothing that a crash half-way changes.</summary>
    private static string IdOf(string step, string cluster, IReadOnlyDictionary<string, string> clusters) =>
        clusters.Values.Distinct().Count() > 1 ? $"{step}@{cluster}" : step;

    private static bool IsNamespace(HeldItem one) => one.Item is { ApiVersion: "v1", Kind: "Namespace" };
}

/// <summary>A step of a teardown.</summary>
/// <param name="Id">The id of the step that made the items, with the cluster when the scenario's step is bound to another.</param>
/// <param name="Title">Its title.</param>
/// <param name="Cluster">The target cluster.</param>
/// <param name="Step">The step of the scenario; null when it no longer has it.</param>
/// <param name="Items">What to remove, in order.</param>
internal sealed record TeardownStep(string Id, string Title, string Cluster, ScenarioStep? Step, IReadOnlyList<HeldItem> Items);
