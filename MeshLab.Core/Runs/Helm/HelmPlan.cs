using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MeshLab.Core.Clusters;
using MeshLab.Core.Clusters.Manifests;
using MeshLab.Core.Runs.Execution;
using MeshLab.Core.Runs.Objects;
using MeshLab.Core.Scenarios;

namespace MeshLab.Core.Runs.Helm;

/// <summary>What installing or upgrading a release would do: to the release, and to each object of the chart.</summary>
internal static class HelmPlan
{
    /// <summary>Helm's field manager; a dry run under its name, by force, tells what helm itself would change.</summary>
    public static readonly ApplyOptions AsHelm = new("helm", Force: true, DryRun: true);

    /// <summary>Plans the release's namespace when it is not there; whether it is.</summary>
    public static async Task<bool> NamespaceAsync(StepContext context, HelmAction action, CancellationToken cancellationToken)
    {
        var space = new ObjectRef("v1", "Namespace", null, action.Namespace);
        if (await context.Client.GetAsync(space, cancellationToken) is not null)
        {
            return true;
        }

        if (!context.Run.Imagined.HasNamespace(context.ClusterName, action.Namespace))
        {
            context.Run.Imagined.AddNamespace(context.ClusterName, action.Namespace);
            context.AddToPlan(new(context.Step.Id, context.ClusterName, space.ApiVersion, space.Kind, null, space.Name, PlanChange.Create, null, []));
        }

        return false;
    }

    /// <summary>The objects of a dry run's release in JSON, its <c>crds</c> folder included, and the chart as <c>name version</c>.</summary>
    public static (IReadOnlyList<JsonObject> Objects, string Chart) Read(string output)
    {
        try
        {
            var release = JsonNode.Parse(output[Math.Max(0, output.IndexOf('{', StringComparison.Ordinal))..]);
            var definitions = (release?["chart"]?["files"] as JsonArray ?? [])
                .Where(file => file?["name"]?.ToString().StartsWith("crds/", StringComparison.Ordinal) == true)
                .SelectMany(file => ManifestReader.Read(Encoding.UTF8.GetString(Convert.FromBase64String(file!["data"]?.ToString() ?? "")), file["name"]!.ToString()));
            var objects = ManifestReader.Read(release?["manifest"]?.ToString() ?? "", "the rendered chart");
            return ([.. definitions.Concat(objects).Select(manifest => manifest.Resource)], Chart(release));
        }
        catch (Exception error) when (error is JsonException or ManifestException or FormatException)
        {
            throw new StepFailedException($"What helm rendered cannot be read: {error.Message}", error) { Retryable = false };
        }
    }

    public static async Task WriteAsync(StepContext context, HelmAction action, IReadOnlyList<JsonObject> objects, string wanted, CancellationToken cancellationToken)
    {
        var newest = await HelmRelease.NewestAsync(context.Client, action.Release, action.Namespace, cancellationToken);
        var now = newest is null ? null : HelmRelease.Read(newest);
        foreach (var resource in objects)
        {
            Mark(resource, action.Release, action.Namespace);
        }

        var gone = Gone(now, objects, action);
        var changes = await DryRunReport.WriteAsync(context, objects, action.Namespace, AsHelm, cancellationToken) || gone.Count > 0;
        foreach (var reference in gone)
        {
            context.AddToPlan(new(context.Step.Id, context.ClusterName, reference.ApiVersion, reference.Kind, reference.Namespace, reference.Name, PlanChange.Remove, "the chart no longer has it", []));
        }

        var deployed = now is null ? null : Chart(now);
        var (change, note) = (newest, deployed == wanted, changes) switch
        {
            (null, _, _) => (PlanChange.Create, $"{wanted} would be installed"),
            (_, true, false) => (PlanChange.Unchanged, $"{wanted} is installed, and none of its objects would change"),
            (_, true, _) => (PlanChange.Change, $"{wanted} is installed; its objects would change"),
            _ => (PlanChange.Change, $"would be upgraded from {deployed ?? "an unknown version"} to {wanted}"),
        };
        context.AddToPlan(new(context.Step.Id, context.ClusterName, HelmRelease.ApiVersion, HelmRelease.Kind, action.Namespace, action.Release, change, note, []));
    }

    private static string Chart(JsonNode? release) => $"{release?["chart"]?["metadata"]?["name"]} {release?["chart"]?["metadata"]?["version"]}";

    /// <summary>What helm adds to each object when it applies it.</summary>
    public static void Mark(JsonObject resource, string release, string @namespace)
    {
        if (resource["metadata"] is not JsonObject metadata || resource["kind"]?.ToString() == "CustomResourceDefinition")
        {
            // Definitions of the crds folder get no marks, and those of templates few; they would only be noise.
            return;
        }

        Put("labels", "app.kubernetes.io/managed-by", "Helm");
        Put("annotations", "meta.helm.sh/release-name", release);
        Put("annotations", "meta.helm.sh/release-namespace", @namespace);

        void Put(string map, string key, string value)
        {
            if (metadata[map] is not JsonObject entries)
            {
                metadata[map] = entries = [];
            }

            entries[key] = value;
        }
    }

    private static IReadOnlyList<ObjectRef> Gone(JsonObject? now, IReadOnlyList<JsonObject> objects, HelmAction action)
    {
        IReadOnlyList<JsonObject> before;
        try
        {
            before = [.. ManifestReader.Read(now?["manifest"]?.ToString() ?? "", "the installed release").Select(manifest => manifest.Resource)];
        }
        catch (ManifestException)
        {
            return [];
        }

        // A namespace that is not written is the release's, as it is for cluster-scoped objects, which does no harm to a comparison.
        static ObjectRef Placed(JsonObject resource, HelmAction action) => ObjectRef.Of(resource) is var one && one.Namespace is null ? one with { Namespace = action.Namespace } : ObjectRef.Of(resource);
        var kept = objects.Select(one => Placed(one, action)).ToHashSet();
        return [.. before.Where(one => !kept.Contains(Placed(one, action))).Select(ObjectRef.Of)];
    }
}
