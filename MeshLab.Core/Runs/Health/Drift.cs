using System.Text.Json.Nodes;
using MeshLab.Core.Clusters;
using MeshLab.Core.Runs.Journal;
using MeshLab.Core.Runs.Objects;
using MeshLab.Core.Runs.Readiness;
using MeshLab.Core.Scenarios;
using MeshLab.Core.Scenarios.Templates;

namespace MeshLab.Core.Runs.Health;

/// <summary>Whether objects are still as their scenario has them: the server is asked what applying them once more would change.</summary>
internal sealed class Drift(IReadOnlyDictionary<(string Cluster, ObjectRef Ref), JsonObject> wanted)
{
    private const int Shown = 3;

    public static readonly Drift None = new(new Dictionary<(string, ObjectRef), JsonObject>());

    /// <summary>What the scenario has, with the run's parameters and outputs. Steps that take their own work back have no say.</summary>
    public static async Task<Drift> OfAsync(Scenario scenario, IReadOnlyDictionary<string, string> clusters, TemplateContext templates, Func<string, ClusterClient> connect, CancellationToken cancellationToken)
    {
        var lasting = scenario with { Steps = [.. scenario.Steps.Where(step => !step.Transient)] };
        var wanted = new Dictionary<(string, ObjectRef), JsonObject>();
        foreach (var (role, cluster) in clusters)
        {
            var client = connect(cluster);
            foreach (var resource in (await PlannedObjects.OfAsync(lasting, role, templates, client, cancellationToken)).Objects)
            {
                if (resource.ToJsonString().Contains("{{", StringComparison.Ordinal) || await client.FindTypeAsync(resource["apiVersion"]!.ToString(), resource["kind"]!.ToString(), cancellationToken) is not { } type)
                {
                    continue;
                }

                var reference = ObjectRef.Of(resource);

                // A namespace step says no more than labels, and a later step may say more of the same object: the last word counts.
                wanted[(cluster, reference with { Namespace = type.Namespaced ? reference.Namespace ?? client.DefaultNamespace : null })] = resource;
            }
        }

        return new(wanted);
    }

    /// <summary>The fields that are not as the scenario has them, for people; null when all are, or the scenario does not say.</summary>
    public async Task<string?> FindAsync(ClusterClient client, string cluster, JsonObject live, CancellationToken cancellationToken)
    {
        var reference = ObjectRef.Of(live);
        if (!wanted.TryGetValue((cluster, reference), out var resource) || reference.Kind == "Namespace")
        {
            return null;
        }

        var body = (JsonObject)resource.DeepClone();
        if (Ownership.IsOurs(live))
        {
            Ownership.Label(body, live, "", 0);
        }

        var result = await client.ApplyAsync(body, new ApplyOptions(Force: true, DryRun: true), cancellationToken);
        if (result.Outcome != ApplyOutcome.Configured || result.Before is null)
        {
            return null;
        }

        var fields = FieldDiff.Of(result.Before, result.After);
        return fields.Count == 0 ? null : $"{string.Join("; ", fields.Take(Shown).Select(field => Say(field, reference.Kind == "Secret")))}{(fields.Count > Shown ? $"; and {fields.Count - Shown} more fields" : "")}";
    }

    private static string Say(PlanField field, bool secret) => (secret, field) switch
    {
        (true, _) => $"{field.Path} was changed",
        (_, (_, null, _)) => $"{field.Path} is gone, the scenario has {field.After}",
        (_, (_, _, null)) => $"{field.Path} is {field.Before}, the scenario has none",
        _ => $"{field.Path} is {field.Before}, the scenario has {field.After}",
    };
}
