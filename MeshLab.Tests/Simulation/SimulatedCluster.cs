using System.Text.Json.Nodes;
using MeshLab.Core.Simulation;
using MeshLab.Core.Simulation.Api;
using MeshLab.Core.Simulation.Controllers;
using MeshLab.Core.Simulation.Store;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace MeshLab.Tests.Simulation;

/// <summary>A demo cluster with its real behaviour whose time stands still until a test moves it.</summary>
internal sealed class SimulatedCluster : IDisposable
{
    private static readonly WriteOptions Options = new("test", DryRun: false, Force: true, Strict: false, Subresource: null);

    private readonly CancellationTokenSource _stopping = new();
    private readonly ControllerLoop _loop;

    public SimulatedCluster(ObjectStore? store = null, FakeTimeProvider? time = null)
    {
        Time = time ?? new FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
        Cluster = new DemoCluster("demo", store ?? new ObjectStore(), Time);
        Cluster.Network = new Dictionary<string, DemoCluster> { ["demo"] = Cluster };
        BaseState.Ensure(Cluster);
        Behaviour = new ClusterBehaviour(new NoCommands(), new NoCharts(), NullLogger<ClusterBehaviour>.Instance);
        Writer = new ObjectWriter(Cluster, Behaviour);
        Deleter = new ObjectDeleter(Cluster);
        _loop = new ControllerLoop(Cluster, ControllerSet.Of(new ControllerContext(Cluster, Behaviour)), NullLogger.Instance, _stopping.Token);
        _loop.RunDue();
    }

    public FakeTimeProvider Time { get; }

    public DemoCluster Cluster { get; }

    public ClusterBehaviour Behaviour { get; }

    public ObjectWriter Writer { get; }

    public ObjectDeleter Deleter { get; }

    /// <summary>Applies a YAML or JSON object and lets the controllers see it.</summary>
    public JsonObject Apply(string manifest)
    {
        var resource = YamlBody.Parse(manifest).AsObject();
        var type = Cluster.Types.FindKind(resource.Text("apiVersion")!, resource.Text("kind")!)!;
        var applied = Writer.Apply(type, type.Namespaced ? resource.Namespace() is { Length: > 0 } own ? own : "default" : "", resource.Name(), resource, Options).Resource;
        _loop.RunDue();
        return applied;
    }

    public void Namespace(string name, string labels = "") =>
        Apply($"{{apiVersion: v1, kind: Namespace, metadata: {{name: {name}, labels: {{{labels}}}}}}}");

    /// <summary>Lets time pass, stopping wherever a controller has something to do.</summary>
    public void Pass(TimeSpan time)
    {
        var end = Time.GetUtcNow() + time;
        while (true)
        {
            _loop.RunDue();
            var next = _loop.NextDue;
            if (next > end)
            {
                Time.SetUtcNow(end);
                _loop.RunDue();
                return;
            }

            Time.SetUtcNow(next > Time.GetUtcNow() ? next : Time.GetUtcNow());
        }
    }

    public void Delete(string group, string plural, string name, string @namespace = "default", string? propagation = null)
    {
        Deleter.Delete(Cluster.Types.All.First(one => one.Group == group && one.Plural == plural), @namespace, name, null, propagation, dryRun: false);
        _loop.RunDue();
    }

    public JsonObject? Get(string group, string plural, string name, string @namespace = "default") => Cluster.Store.Get(new ObjectKey(group, plural, @namespace, name));

    public IReadOnlyList<JsonObject> List(string group, string plural, string? @namespace = "default") => Cluster.Store.List(group, plural, @namespace);

    public IReadOnlyList<JsonObject> Pods(string? @namespace = "default") => List("", "pods", @namespace);

    public static string Deployment(string name, int replicas = 2, string image = "web:1", string @namespace = "default", string podMetadata = "", string podSpec = "", string spec = "") => $$"""
        apiVersion: apps/v1
        kind: Deployment
        metadata: { name: {{name}}, namespace: {{@namespace}} }
        spec:
          replicas: {{replicas}}
          selector: { matchLabels: { app: {{name}} } }
          {{spec}}
          template:
            metadata: { labels: { app: {{name}} }, {{podMetadata}} }
            spec:
              {{podSpec}}
              containers:
              - name: app
                image: {{image}}
                ports: [{name: http, containerPort: 8080}]
        """;

    public void Dispose()
    {
        _stopping.Cancel();
        _stopping.Dispose();
    }
}
