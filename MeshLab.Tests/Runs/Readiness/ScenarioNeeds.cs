using System.Text.Json.Nodes;
using MeshLab.Core.Clusters;
using MeshLab.Core.Clusters.Access;
using MeshLab.Core.Clusters.Connections;
using MeshLab.Core.Runs;
using MeshLab.Core.Runs.Helm;
using MeshLab.Core.Runs.Readiness;
using MeshLab.Core.Scenarios;
using MeshLab.Core.Scenarios.Templates;
using MeshLab.Tests.Scenarios;
using Microsoft.Extensions.DependencyInjection;

namespace MeshLab.Tests.Runs.Readiness;

/// <summary>The permissions that preflight asks a real cluster for, over every way through every scenario of the lab. Charts are those of the demo cluster's profiles.</summary>
internal static class ScenarioNeeds
{
    /// <summary>Kubernetes 1.36, where exec needs create as well as get.</summary>
    private const int Minor = 36;

    public static async Task<IReadOnlyList<AccessNeed>> ReadAsync(RunHost host, CancellationToken cancellationToken)
    {
        var needs = new HashSet<AccessNeed>();
        var scenarios = host.Services.GetRequiredService<ScenarioCatalogue>();
        var clusters = host.Services.GetRequiredService<ClusterCatalogue>();
        foreach (var way in ScenarioWay.All())
        {
            var scenario = scenarios.Find(way.Scenario)!;
            var parameters = TemplateContext.For(scenario, way.Parameters);
            foreach (var (role, cluster) in way.Clusters)
            {
                var demo = clusters.Connect(cluster);
                using var real = new ClusterClient(new TargetCluster("real", ClusterKind.Kubeconfig, null, null, demo.Cluster.Server), new ConnectionSettings(demo.Cluster.Server), TimeProvider.System);
                var plan = await PlannedObjects.OfAsync(scenario, role, parameters, demo, cancellationToken);
                plan = plan with { Charts = await ChartsAsync(scenario, plan, demo, cancellationToken) };
                foreach (var action in new[] { RunAction.Deploy, RunAction.Verify, RunAction.DryRun })
                {
                    needs.UnionWith(await AccessPlan.OfAsync(real, plan, action, Minor, cancellationToken));
                }

                needs.UnionWith(AccessPlan.OfRoles(plan));
                var made = plan.AllObjects.Select(Reference).Concat(plan.Releases.Select(release => new ObjectRef(HelmRelease.ApiVersion, HelmRelease.Kind, release.Namespace, release.Release)));
                needs.UnionWith(await AccessPlan.OfTeardownAsync(real, made, cancellationToken));
            }
        }

        return [.. needs];
    }

    private static async Task<IReadOnlyList<RenderedChart>> ChartsAsync(Scenario scenario, PlannedObjects plan, ClusterClient demo, CancellationToken cancellationToken)
    {
        var charts = new List<RenderedChart>();
        foreach (var release in plan.Releases.Where(one => !one.Namespace.Contains("{{", StringComparison.Ordinal)))
        {
            try
            {
                charts.Add(new(release, await SimulatedCharts.RenderAsync(demo, scenario, release, cancellationToken), null) { WaitVerbs = ["list", "watch"] });
            }
            catch (ClusterException)
            {
                // A chart whose values come from earlier steps; its release is asked for all the same.
            }
        }

        return charts;
    }

    private static ObjectRef Reference(JsonObject resource) =>
        new(resource["apiVersion"]!.ToString(), resource["kind"]!.ToString(), resource["metadata"]?["namespace"]?.ToString(), resource["metadata"]?["name"]?.ToString() ?? "generated");
}
