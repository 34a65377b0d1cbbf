using System.Text.Json.Nodes;
using MeshLab.Core.Simulation;
using MeshLab.Core.Simulation.Api;
using MeshLab.Core.Simulation.Charts;
using MeshLab.Core.Simulation.Controllers;
using MeshLab.Core.Simulation.Store;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace MeshLab.Tests.Simulation.GitOps;

/// <summary>The three demo clusters with their controllers and charts, on one clock that a test moves.</summary>
internal sealed class DemoNetwork : IDisposable
{
    public const string Hub = "demo";
    public const string East = "demo-east";
    public const string West = "demo-west";

    private static readonly WriteOptions Options = new("test", DryRun: false, Force: true, Strict: false, Subresource: null);

    private readonly CancellationTokenSource _stopping = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly Dictionary<string, DemoCluster> _clusters = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ControllerLoop> _loops = new(StringComparer.Ordinal);
    private readonly ClusterBehaviour _behaviour = new(new NoCommands(), new ChartProfiles(), NullLogger<ClusterBehaviour>.Instance);

    public DemoNetwork()
    {
        foreach (var name in new[] { Hub, East, West })
        {
            _clusters[name] = new DemoCluster(name, new ObjectStore(), _time) { Network = _clusters };
            BaseState.Ensure(_clusters[name]);
            _loops[name] = new ControllerLoop(_clusters[name], ControllerSet.Of(new ControllerContext(_clusters[name], _behaviour)), NullLogger.Instance, _stopping.Token);
        }

        Pass(5);
    }

    public DemoCluster this[string cluster] => _clusters[cluster];

    public JsonObject? Get(string cluster, string group, string plural, string @namespace, string name) => _clusters[cluster].Store.Get(new ObjectKey(group, plural, @namespace, name));

    public JsonObject? Application(string name) => Get(Hub, "argoproj.io", "applications", "argocd", name);

    public JsonObject? Deployment(string cluster, string @namespace, string name) => Get(cluster, "apps", "deployments", @namespace, name);

    public void Install(string cluster, string chart, string release, string @namespace, string values = "{}")
    {
        var writer = new ObjectWriter(_clusters[cluster], _behaviour);
        new ReleaseStore(_clusters[cluster], _behaviour, writer, new ObjectDeleter(_clusters[cluster])).Install(new ChartRequest(release, @namespace, chart, null, null, YamlBody.Parse(values).AsObject()));
        Pass(30);
    }

    public void Namespace(string cluster, string name) => Apply(cluster, $"{{apiVersion: v1, kind: Namespace, metadata: {{name: {name}}}}}");

    /// <summary>Applies YAML documents and gives the controllers a quarter of a minute.</summary>
    public void Apply(string cluster, string manifests, string @namespace = "default")
    {
        foreach (var document in manifests.Split("\n---").Where(one => one.Contains("kind:", StringComparison.Ordinal)))
        {
            var resource = YamlBody.Parse(document).AsObject();
            var type = _clusters[cluster].Types.FindKind(resource.Text("apiVersion")!, resource.Text("kind")!)!;
            new ObjectWriter(_clusters[cluster], _behaviour).Apply(type, type.Namespaced ? resource.Namespace() is { Length: > 0 } own ? own : @namespace : "", resource.Name(), resource, Options);
        }

        Pass(15);
    }

    public void ApplyFile(string cluster, string path) => Apply(cluster, File.ReadAllText(Traffic.TrafficLab.Scenario("multi-cluster-federation/manifests/gitops/" + path)));

    public void Delete(string cluster, string group, string plural, string @namespace, string name)
    {
        new ObjectDeleter(_clusters[cluster]).Delete(_clusters[cluster].Types.All.First(one => one.Group == group && one.Plural == plural), @namespace, name, null, null, dryRun: false);
        Pass(15);
    }

    /// <summary>Makes the account of the scenario in a member; its token.</summary>
    public string Token(string cluster)
    {
        Namespace(cluster, "gitops-access");
        Namespace(cluster, "gitops-demo");
        ApplyFile(cluster, "member-access.yaml");
        var secret = Get(cluster, "", "secrets", "gitops-access", "gitops-hub-token");
        return System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(secret.Text("data", "token")!));
    }

    /// <summary>Lets so many seconds pass on all clusters, one by one.</summary>
    public void Pass(int seconds)
    {
        for (var second = 0; second < seconds; second++)
        {
            foreach (var loop in _loops.Values)
            {
                loop.RunDue();
            }

            _time.Advance(TimeSpan.FromSeconds(1));
        }
    }

    public void Dispose()
    {
        _stopping.Cancel();
        _stopping.Dispose();
    }
}
