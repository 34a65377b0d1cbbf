using System.Text.Json.Nodes;
using MeshLab.Core.Clusters;
using MeshLab.Core.Runs.Execution;
using MeshLab.Core.Runs.Workloads;
using MeshLab.Core.Scenarios;

namespace MeshLab.Core.Runs.Helm;

/// <summary>Installs releases on simulated clusters, from their chart profiles instead of from charts.</summary>
internal static class SimulatedCharts
{
    public static async Task InstallAsync(StepContext context, HelmAction action, CancellationToken cancellationToken)
    {
        context.Log($"Simulated: installing the demo cluster's profile of {Chart(action)} as release {action.Namespace}/{action.Release}; no chart is downloaded.");
        var body = await BodyAsync(context.Run.Scenario, action, cancellationToken);
        var answer = await context.Client.SendRawAsync(HttpMethod.Put, Path(action.Namespace, action.Release), body, cancellationToken);
        var objects = (answer?["objects"] as JsonArray ?? []).OfType<JsonObject>().ToList();
        context.Log($"Release {action.Namespace}/{action.Release}, revision {answer?["revision"]}: {objects.Count} objects");
        foreach (var one in objects)
        {
            context.Log($"  {Reference(one)}");
        }

        await Rollouts.WaitAsync(context, objects.Select(Reference), cancellationToken);
    }

    /// <summary>Plans the objects of the profile.</summary>
    public static async Task DryRunAsync(StepContext context, HelmAction action, CancellationToken cancellationToken)
    {
        await HelmPlan.NamespaceAsync(context, action, cancellationToken);
        var objects = await RenderAsync(context.Client, context.Run.Scenario, action, cancellationToken);
        context.Log($"Simulated: the demo cluster's profile of {Chart(action)} has {objects.Count} objects; no chart is downloaded.");
        await HelmPlan.WriteAsync(context, action, objects, $"{action.Chart.Split('/')[^1]} {action.Version}", cancellationToken);
    }

    /// <summary>The objects of the profile; changes nothing.</summary>
    public static async Task<IReadOnlyList<JsonObject>> RenderAsync(ClusterClient client, Scenario scenario, HelmAction action, CancellationToken cancellationToken)
    {
        var answer = await client.SendRawAsync(HttpMethod.Put, Path(action.Namespace, action.Release) + "?dryRun=All", await BodyAsync(scenario, action, cancellationToken), cancellationToken);
        return [.. (answer?["items"] as JsonArray ?? []).OfType<JsonObject>().Select(one => (JsonObject)one.DeepClone())];
    }

    /// <summary>Uninstalls a release. False when there is none.</summary>
    public static async Task<bool> UninstallAsync(ClusterClient client, string release, string @namespace, CancellationToken cancellationToken)
    {
        try
        {
            await client.SendRawAsync(HttpMethod.Delete, Path(@namespace, release), null, cancellationToken);
            return true;
        }
        catch (ClusterException error) when (error.Status == System.Net.HttpStatusCode.NotFound)
        {
            return false;
        }
    }

    public static string Chart(HelmAction action) => action.Version is null ? action.Chart : $"{action.Chart} {action.Version}";

    private static async Task<JsonObject> BodyAsync(Scenario scenario, HelmAction action, CancellationToken cancellationToken) => new()
    {
        ["chart"] = action.Chart,
        ["repo"] = action.Repo,
        ["version"] = action.Version,
        ["values"] = await HelmValues.MergeAsync(scenario, action, cancellationToken),
        ["labels"] = new JsonObject(HelmRelease.LabelsOf(scenario.Name).Select(label => KeyValuePair.Create(label.Key, (JsonNode?)label.Value))),
    };

    private static string Path(string @namespace, string release) => $"/simulation/v1/releases/{Uri.EscapeDataString(@namespace)}/{Uri.EscapeDataString(release)}";

    private static ObjectRef Reference(JsonObject one) => new(
        one["apiVersion"]!.GetValue<string>(), one["kind"]!.GetValue<string>(), one["namespace"]?.GetValue<string>(), one["name"]!.GetValue<string>());
}
