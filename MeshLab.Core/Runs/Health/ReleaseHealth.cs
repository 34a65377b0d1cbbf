using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using MeshLab.Core.Clusters;
using MeshLab.Core.Clusters.Manifests;
using MeshLab.Core.Runs.Helm;
using MeshLab.Core.Runs.Objects;

namespace MeshLab.Core.Runs.Health;

/// <summary>
/// How a release is: as Helm left it, as well as the worst of its objects, and whether they are as its manifest has them. The manifest is read from the
/// release's own Secret, as <c>helm get manifest</c> does. Workloads are looked at each time, the other objects every half minute.
/// </summary>
internal sealed class ReleaseHealth(TimeProvider clock)
{
    private const int Concurrency = 4;
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(30);
    private static readonly string[] WorkloadKinds = ["Deployment", "StatefulSet", "DaemonSet"];

    /// <summary>Fields that the owners of webhooks fill in themselves, so that they are never as the chart has them: https://argo-cd.readthedocs.io/en/stable/user-guide/diffing/.</summary>
    private static readonly string[] FilledIn = ["caBundle", "failurePolicy"];

    private readonly ConcurrentDictionary<string, (long At, ReleaseLook Look)> _looks = new(StringComparer.Ordinal);

    public async Task<(ObjectHealth Health, string? Message)> OfAsync(ClusterClient client, InventoryItem item, CancellationToken cancellationToken)
    {
        var newest = await HelmRelease.NewestAsync(client, item.Name, item.Namespace!, cancellationToken);
        var state = newest?["metadata"]?["labels"]?["status"]?.ToString();
        if (state != "deployed")
        {
            return state switch
            {
                null or "uninstalled" => (ObjectHealth.Missing, "there is no such release"),
                "failed" => (ObjectHealth.Degraded, "its last install or upgrade failed"),
                _ => (ObjectHealth.Progressing, state),
            };
        }

        var workloads = await WorkloadsAsync(client, item, cancellationToken);
        return workloads.Health > ObjectHealth.Healthy ? workloads : (await LookAsync(client, newest!, item, cancellationToken)).Summary;
    }

    private static async Task<(ObjectHealth Health, string? Message)> WorkloadsAsync(ClusterClient client, InventoryItem item, CancellationToken cancellationToken)
    {
        (ObjectHealth Health, string? Message) worst = (ObjectHealth.Healthy, null);
        foreach (var kind in WorkloadKinds)
        {
            foreach (var workload in await client.ListAsync("apps/v1", kind, item.Namespace, null, cancellationToken))
            {
                if (workload["metadata"]?["annotations"]?["meta.helm.sh/release-name"]?.ToString() == item.Name && HealthRules.Of(workload) is var (health, message) && health > worst.Health)
                {
                    worst = (health, $"{ObjectRef.Of(workload)}: {message}");
                }
            }
        }

        return worst;
    }

    private async Task<ReleaseLook> LookAsync(ClusterClient client, JsonObject revision, InventoryItem item, CancellationToken cancellationToken)
    {
        var key = $"{item.Cluster} {revision["metadata"]?["uid"]}";
        if (_looks.TryGetValue(key, out var last) && clock.GetElapsedTime(last.At) < Fresh)
        {
            return last.Look;
        }

        var look = await CompareAsync(client, revision, item, cancellationToken);
        foreach (var old in _looks.Where(one => clock.GetElapsedTime(one.Value.At) > Fresh))
        {
            _looks.TryRemove(old);
        }

        _looks[key] = (clock.GetTimestamp(), look);
        return look;
    }

    private static async Task<ReleaseLook> CompareAsync(ClusterClient client, JsonObject revision, InventoryItem item, CancellationToken cancellationToken)
    {
        IReadOnlyList<JsonObject> objects;
        try
        {
            objects = [.. ManifestReader.Read(HelmRelease.Read(revision)?["manifest"]?.ToString() ?? "", "its manifest").Select(manifest => manifest.Resource)];
        }
        catch (ManifestException error)
        {
            return new([], [], (ObjectHealth.Healthy, null), $"its objects are not watched: {error.Message}");
        }

        var gone = new ConcurrentQueue<ObjectRef>();
        var changed = new ConcurrentQueue<(ObjectRef, string)>();
        var unseen = new ConcurrentQueue<string>();
        var worst = new ConcurrentQueue<(ObjectHealth Health, string? Message)>();
        var scaled = objects.Where(one => one["kind"]?.ToString() == "HorizontalPodAutoscaler").Select(one => $"{one["spec"]?["scaleTargetRef"]?["kind"]}/{one["spec"]?["scaleTargetRef"]?["name"]}").ToHashSet(StringComparer.Ordinal);
        await Parallel.ForEachAsync(objects, new ParallelOptions { MaxDegreeOfParallelism = Concurrency, CancellationToken = cancellationToken }, async (resource, token) =>
        {
            try
            {
                var type = await client.FindTypeAsync(resource["apiVersion"]?.ToString() ?? "", resource["kind"]?.ToString() ?? "", token);
                if (type is { Namespaced: true })
                {
                    resource["metadata"]!["namespace"] ??= item.Namespace;
                }

                var reference = ObjectRef.Of(resource);
                if (type is null || await client.GetAsync(reference, token) is not { } live)
                {
                    gone.Enqueue(reference);
                    return;
                }

                var (health, message) = HealthRules.Of(live);
                worst.Enqueue((health, $"{reference}: {message}"));
                if (await FieldsAsync(client, resource, item, scaled.Contains($"{reference.Kind}/{reference.Name}"), token) is { } fields)
                {
                    changed.Enqueue((reference, fields));
                }
            }
            catch (ClusterException error)
            {
                unseen.Enqueue(error.Message);
            }
        });
        return new(
            [.. gone.OrderBy(one => one.ToString(), StringComparer.Ordinal)],
            [.. changed.OrderBy(one => one.Item1.ToString(), StringComparer.Ordinal)],
            worst.Where(one => one.Health > ObjectHealth.Healthy).OrderByDescending(one => one.Health).FirstOrDefault((ObjectHealth.Healthy, null)),
            unseen.IsEmpty ? null : $"{unseen.Count} of its {objects.Count} objects are not watched for changes: {unseen.Order(StringComparer.Ordinal).First()}");
    }

    /// <summary>What helm would put back; null when nothing. Definitions are large and seldom edited: it is enough that they are there.</summary>
    private static async Task<string?> FieldsAsync(ClusterClient client, JsonObject resource, InventoryItem item, bool scaled, CancellationToken cancellationToken)
    {
        var kind = resource["kind"]!.ToString();
        if (kind == "CustomResourceDefinition")
        {
            return null;
        }

        HelmPlan.Mark(resource, item.Name, item.Namespace!);
        var result = await client.ApplyAsync(resource, HelmPlan.AsHelm, cancellationToken);
        if (result.Outcome != ApplyOutcome.Configured || result.Before is null)
        {
            return null;
        }

        return Drift.Say([.. FieldDiff.Of(result.Before, result.After).Where(field => !FilledIn.Any(name => field.Path.EndsWith($".{name}", StringComparison.Ordinal)) && !(scaled && field.Path == "spec.replicas"))], "the chart", kind == "Secret");
    }
}
