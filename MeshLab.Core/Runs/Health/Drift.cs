using System.Text.Json.Nodes;
using MeshLab.Core.Clusters;
using MeshLab.Core.Runs.Journal;
using MeshLab.Core.Runs.Objects;
using MeshLab.Core.Runs.Readiness;
using MeshLab.Core.Scenarios;
using MeshLab.Core.Scenarios.Templates;

namespace MeshLab.Core.Runs.Health;

/// <summary>Whether objects are still as their scenario has them: the server is asked what applying them once more would change.</summary>
internal sealed class Drift(IReadOnlyDictionary<(string Cluster, ObjectRef Ref), JsonObject> wanted, IReadOnlyList<string> notWatched)
{
    private const int Shown = 3;

    /// <summary>What is not watched for changes, for people; empty when everything is.</summary>
    public IReadOnlyList<string> NotWatched => notWatched;

    /// <summary>Nothing is watched, for this reason.</summary>
    public static Drift None(string why) => new(new Dictionary<(string, ObjectRef), JsonObject>(), [why]);

    /// <summary>What the scenario has, with the run's parameters and outputs. Steps that take their own work back have no say.</summary>
    public static async Task<Drift> OfAsync(Scenario scenario, IReadOnlyDictionary<string, string> clusters, TemplateContext templates, Func<string, ClusterClient> connect, CancellationToken cancellationToken)
    {
        var lasting = scenario with { Steps = [.. scenario.Steps.Where(step => !step.Transient)] };
        var wanted = new Dictionary<(string, ObjectRef), JsonObject>();
        var unknown = new List<string>();
        foreach (var (role, cluster) in clusters)
        {
            var client = connect(cluster);
            var plan = await PlannedObjects.OfAsync(lasting, role, templates, client, cancellationToken);
            unknown.AddRange(plan.Unknown);
            foreach (var resource in plan.Objects)
            {
                if (resource.ToJsonString().Contains("{{", StringComparison.Ordinal) || await client.FindTypeAsync(resource["apiVersion"]!.ToString(), resource["kind"]!.ToString(), cancellationToken) is not { } type)
                {
                    continue;
                }

                var reference = ObjectRef.Of(resource);

                // A later step may say more of the same object: MeshLab applies it as one manager, so the last word counts.
                wanted[(cluster, reference with { Namespace = type.Namespaced ? reference.Namespace ?? client.DefaultNamespace : null })] = resource;
            }
        }

        return new(wanted, [.. unknown.Distinct()]);
    }

    /// <summary>The fields that are not as the scenario has them, for people; null when all are, or the scenario does not say.</summary>
    public async Task<string?> FindAsync(ClusterClient client, string cluster, JsonObject live, CancellationToken cancellationToken)
    {
        var reference = ObjectRef.Of(live);
        if (!wanted.TryGetValue((cluster, reference), out var resource))
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

        return Say(FieldDiff.Of(result.Before, result.After), "the scenario", reference.Kind == "Secret");
    }

    /// <summary>Fields that are not as their <paramref name="origin"/> has them, the first few of them; null for none. Values of Secrets are left out.</summary>
    public static string? Say(IReadOnlyList<PlanField> fields, string origin, bool secret) => fields.Count == 0
        ? null
        : $"{string.Join("; ", fields.Take(Shown).Select(field => Say(field, origin, secret)))}{(fields.Count > Shown ? $"; and {fields.Count - Shown} more fields" : "")}";

    private static string Say(PlanField field, string origin, bool secret) => (secret, field) switch
    {
        (true, _) => $"{field.Path} was changed",
        (_, (_, null, _)) => $"{field.Path} is gone, {origin} has {field.After}",
        (_, (_, _, null)) => $"{field.Path} is {field.Before}, {origin} has none",
        _ => $"{field.Path} is {field.Before}, {origin} has {field.After}",
    };
}
