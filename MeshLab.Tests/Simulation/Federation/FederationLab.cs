using System.Text;
using System.Text.Json.Nodes;
using MeshLab.Core.Simulation;
using MeshLab.Core.Simulation.Api;
using MeshLab.Core.Simulation.Charts;
using MeshLab.Core.Simulation.Controllers;
using MeshLab.Core.Simulation.Store;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace MeshLab.Tests.Simulation.Federation;

/// <summary>The three demo clusters with their controllers in lockstep, and a clock that moves only when a test moves it.</summary>
internal sealed class FederationLab : IDisposable
{
    public const string Hub = "demo";
    public const string East = "demo-east";
    public const string West = "demo-west";

    private static readonly WriteOptions Options = new("test", DryRun: false, Force: true, Strict: false, Subresource: null);

    private readonly CancellationTokenSource _stopping = new();
    private readonly Dictionary<string, DemoCluster> _clusters = new(StringComparer.Ordinal);
    private readonly List<ControllerLoop> _loops = [];
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly ClusterBehaviour _behaviour = new(new NoCommands(), new ChartProfiles(), NullLogger<ClusterBehaviour>.Instance);

    public FederationLab()
    {
        foreach (var name in new[] { Hub, East, West })
        {
            _clusters[name] = new DemoCluster(name, new ObjectStore(), _time) { Network = _clusters };
            BaseState.Ensure(_clusters[name]);
        }

        foreach (var cluster in _clusters.Values)
        {
            _loops.Add(new ControllerLoop(cluster, ControllerSet.Of(new ControllerContext(cluster, _behaviour)), NullLogger.Instance, _stopping.Token));
        }
    }

    public void Install(string cluster, string chart, string @namespace, string values = "{}")
    {
        Apply(cluster, $"{{apiVersion: v1, kind: Namespace, metadata: {{name: {@namespace}}}}}");
        foreach (var one in _behaviour.RenderRelease(_clusters[cluster], new ChartRequest(chart, @namespace, chart, null, null, YamlBody.Parse(values).AsObject())))
        {
            Write(cluster, (JsonObject)one.DeepClone(), @namespace);
        }

        Pass(5);
    }

    /// <summary>Applies YAML documents, or a file of the scenario.</summary>
    public void Apply(string cluster, string yamlOrFile)
    {
        var text = yamlOrFile.EndsWith(".yaml", StringComparison.Ordinal) ? File.ReadAllText(Traffic.TrafficLab.Scenario("multi-cluster-federation/manifests/" + yamlOrFile)) : yamlOrFile;
        foreach (var document in text.Split("\n---"))
        {
            Write(cluster, YamlBody.Parse(document).AsObject(), "default");
        }
    }

    /// <summary>A kubeconfig for the account of a token Secret, base64 encoded as a Secret's data is.</summary>
    public string Kubeconfig(string cluster, string @namespace, string secret = "hub-token")
    {
        var token = Encoding.UTF8.GetString(Convert.FromBase64String(Get(cluster, "", "secrets", secret, @namespace).Text("data", "token")!));
        return Convert.ToBase64String(Encoding.UTF8.GetBytes($"{{apiVersion: v1, kind: Config, users: [{{name: hub, user: {{token: {token}}}}}]}}"));
    }

    /// <summary>Lets so many seconds pass in steps of 100 ms.</summary>
    public void Pass(double seconds)
    {
        for (var step = 0; step < seconds * 10; step++)
        {
            _loops.ForEach(loop => loop.RunDue());
            _time.Advance(TimeSpan.FromMilliseconds(100));
        }

        _loops.ForEach(loop => loop.RunDue());
    }

    public JsonObject? Get(string cluster, string group, string plural, string name, string @namespace = "") => _clusters[cluster].Store.Get(new ObjectKey(group, plural, @namespace, name));

    public IReadOnlyList<JsonObject> Pods(string cluster, string @namespace) => _clusters[cluster].Store.List("", "pods", @namespace);

    public IReadOnlyList<JsonObject> List(string cluster, string group, string plural, string @namespace) => _clusters[cluster].Store.List(group, plural, @namespace);

    public void Delete(string cluster, string group, string plural, string name, string @namespace = "") =>
        new ObjectDeleter(_clusters[cluster]).Delete(_clusters[cluster].Types.All.First(one => one.Group == group && one.Plural == plural), @namespace, name, null, null, dryRun: false);

    public void Dispose()
    {
        _stopping.Cancel();
        _stopping.Dispose();
    }

    private void Write(string cluster, JsonObject resource, string @namespace)
    {
        var type = _clusters[cluster].Types.FindKind(resource.Text("apiVersion")!, resource.Text("kind")!) ?? throw new InvalidOperationException($"{cluster} does not serve {resource["kind"]}");
        var space = !type.Namespaced ? "" : resource.Namespace() is { Length: > 0 } own ? own : @namespace;
        new ObjectWriter(_clusters[cluster], _behaviour).Apply(type, space, resource.Name(), resource, Options);
    }
}
