using MeshLab.Core.Scenarios.Templates;

namespace MeshLab.Core.Scenarios.Conflicts;

/// <summary>Finds what keeps a scenario from a cluster, before anything is applied.</summary>
public static class ConflictChecker
{
    /// <summary>Every conflict, each with what to do; empty when the scenario may be deployed.</summary>
    /// <param name="scenario">The scenario to deploy.</param>
    /// <param name="occupied">The scenarios with something on the cluster. When <paramref name="scenario"/> is among them, the meshes found are taken for its own.</param>
    /// <param name="meshes">Meshes found on the cluster, e.g. <c>istio 1.30.3</c>.</param>
    /// <param name="role">The role the cluster is bound to; null counts the steps of every role.</param>
    /// <param name="parameters">The run's parameters, to leave out steps whose <c>when</c> does not hold; null counts every step.</param>
    public static IReadOnlyList<ScenarioConflict> Check(
        Scenario scenario,
        IReadOnlyList<Scenario> occupied,
        IReadOnlyList<string> meshes,
        string? role = null,
        TemplateContext? parameters = null)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        ArgumentNullException.ThrowIfNull(occupied);
        ArgumentNullException.ThrowIfNull(meshes);
        var footprint = Footprint.Of(scenario, role, parameters);
        var conflicts = new List<ScenarioConflict>();
        foreach (var other in occupied.Where(other => other.Name != scenario.Name))
        {
            conflicts.AddRange(With(scenario, footprint, other));
        }

        if (occupied.All(other => other.Name != scenario.Name))
        {
            conflicts.AddRange(WithMeshes(scenario, footprint, meshes, [.. occupied.Select(other => ScenarioWords.Of(other.Mesh))]));
        }

        return conflicts;
    }

    private static IEnumerable<ScenarioConflict> With(Scenario scenario, Footprint footprint, Scenario other)
    {
        var advice = $"Tear {other.Name} down first, or choose another cluster.";
        var theirs = Footprint.Of(other, role: null, values: null);
        var reasons = new List<string>();
        foreach (var plugin in footprint.NetworkPlugins.Where(_ => theirs.NetworkPlugins.Count > 0))
        {
            reasons.Add($"both bring a network plugin ({plugin}, {string.Join(", ", theirs.NetworkPlugins)}), and a cluster has one");
        }

        foreach (var (name, injectors) in footprint.Injectors)
        {
            if (theirs.Injectors.TryGetValue(name, out var present) && !present.SetEquals(injectors))
            {
                reasons.Add($"the namespace {name} would have two injectors, {string.Join(", ", present.Concat(injectors).Distinct())}");
            }
        }

        foreach (var release in footprint.Releases.Intersect(theirs.Releases).Where(release => !release.Contains("{{", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            reasons.Add($"both own the Helm release {release}, and the second would overwrite the first");
        }

        if (reasons.Count == 0 && (Names(scenario, other) || Names(other, scenario)))
        {
            reasons.Add("they say so themselves");
        }

        return reasons.Count == 0 ? [] : [new(other.Name, $"{scenario.Name} does not go together with {other.Name}: {string.Join("; ", reasons)}. {advice}")];
    }

    private static IEnumerable<ScenarioConflict> WithMeshes(Scenario scenario, Footprint footprint, IReadOnlyList<string> meshes, IReadOnlyList<string> explained)
    {
        foreach (var found in meshes)
        {
            var mesh = found.Split(' ')[0];
            if (explained.Contains(mesh))
            {
                continue;
            }

            if (mesh == "cilium" && footprint.NetworkPlugins.Count > 0)
            {
                yield return new(mesh, $"{scenario.Name} brings its own network plugin, and the cluster runs {found} already. Use a cluster without a CNI.");
            }
            else if (scenario.Conflicts.Contains(mesh))
            {
                yield return new(mesh, $"{scenario.Name} does not go together with {found}, which is on the cluster and not from a scenario. Remove it, or choose another cluster.");
            }
        }
    }

    /// <summary>Whether one scenario's <c>conflicts</c> name the other, or its mesh.</summary>
    private static bool Names(Scenario scenario, Scenario other) =>
        scenario.Conflicts.Contains(other.Name) || (other.Mesh != Mesh.None && scenario.Mesh != other.Mesh && scenario.Conflicts.Contains(ScenarioWords.Of(other.Mesh)));
}
