using System.Text;
using System.Text.Json.Nodes;
using MeshLab.Core.Simulation;
using MeshLab.Core.Simulation.Api;
using MeshLab.Core.Simulation.Charts;
using MeshLab.Core.Simulation.Store;
using MeshLab.Core.Simulation.Traffic;
using MeshLab.Core.Simulation.Traffic.Commands;

namespace MeshLab.Tests.Simulation.Traffic;

/// <summary>
/// Demo clusters for tests of traffic: manifests of the scenarios are put into them as they are, and each Deployment's pods stand there at
/// once, ready, with the proxy the test asks for.
/// </summary>
internal sealed class TrafficLab : IAsyncDisposable
{
    private readonly CommandRunner _commands = new(new TrafficEngine());
    private readonly Dictionary<string, DemoCluster> _clusters = new(StringComparer.Ordinal);
    private int _addresses;

    public TrafficLab(params string[] names)
    {
        foreach (var name in names.DefaultIfEmpty("demo"))
        {
            _clusters[name] = new DemoCluster(name, new ObjectStore(), TimeProvider.System) { Network = _clusters };
        }
    }

    /// <summary>The proxy of the pods that come: <c>istio-proxy</c>, <c>linkerd-proxy</c> or none.</summary>
    public string? Proxy { get; set; }

    public DemoCluster Cluster(string? name = null) => name is null ? _clusters.Values.First() : _clusters[name];

    public static string Scenario(string path)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "MeshLab.sln")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder.FullName, "scenarios", path);
    }

    /// <summary>Puts what a chart would create, pods included.</summary>
    public void Install(string chart, string release, string @namespace, string values = "{}", string? cluster = null)
    {
        foreach (var one in new ChartProfiles().RenderRelease(Cluster(cluster), new ChartRequest(release, @namespace, chart, null, null, YamlBody.Parse(values).AsObject())))
        {
            Put(one, @namespace, cluster);
        }
    }

    public void ApplyManifest(Uri address, string? cluster = null)
    {
        foreach (var one in new ChartProfiles().RenderManifest(address)!)
        {
            Put(one, "default", cluster);
        }
    }

    /// <summary>Puts the files of a scenario, or YAML as it is.</summary>
    public void Apply(params string[] pathsOrYaml)
    {
        foreach (var one in pathsOrYaml)
        {
            ApplyTo(null, one);
        }
    }

    public void ApplyTo(string? cluster, string pathOrYaml)
    {
        var text = pathOrYaml.Contains(':', StringComparison.Ordinal) ? pathOrYaml : string.Join("\n---\n", Files(Scenario(pathOrYaml)).Select(File.ReadAllText));
        foreach (var document in text.Split("\n---").Where(one => one.Split('\n').Any(line => line.Length > 0 && line[0] is not '#' and not '-' and not ' ')))
        {
            Put(YamlBody.Parse(document).AsObject(), "default", cluster);
        }
    }

    public void Delete(string group, string plural, string name, string @namespace = "mesh-demo", string? cluster = null) =>
        Cluster(cluster).Store.Change(new ObjectKey(group, plural, @namespace, name), _ => null);

    /// <summary>Runs a command in the first pod of a Deployment; output is what came on either stream.</summary>
    public async Task<(int Code, string Output, string Error)> RunAsync(string deployment, string command, string @namespace = "mesh-demo", string? cluster = null)
    {
        var pod = Cluster(cluster).Store.List("", "pods", @namespace).First(one => one.Scalar("metadata", "labels", "app") == deployment);
        var container = pod.Items("spec", "containers").First().Scalar("name")!;
        var output = new StringBuilder();
        var error = new StringBuilder();
        var result = await _commands.ExecAsync(Cluster(cluster), pod, container, Words(command), Into(output), Into(error), CancellationToken.None);
        return (result.ExitCode, output.ToString(), error.ToString() + result.Failure);
    }

    /// <summary>How often each text follows <c>backend </c> in the answers to so many <c>fortio curl</c>.</summary>
    public async Task<Dictionary<string, int>> CountAsync(string command, int times, string deployment = "client", string? cluster = null)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var index = 0; index < times; index++)
        {
            var (_, output, _) = await RunAsync(deployment, command, cluster: cluster);
            var found = System.Text.RegularExpressions.Regex.Match(output, "backend (\\w+)").Groups[1].Value;
            counts[found] = counts.GetValueOrDefault(found) + 1;
        }

        return counts;
    }

    public ValueTask DisposeAsync() => _commands.DisposeAsync();

    private static IEnumerable<string> Files(string path) => Directory.Exists(path) ? Directory.GetFiles(path, "*.yaml").Order() : [path];

    private static Func<string, Task> Into(StringBuilder text) => piece =>
    {
        text.Append(piece);
        return Task.CompletedTask;
    };

    /// <summary>Words, where single quotes keep blanks.</summary>
    private static List<string> Words(string command) =>
        [.. System.Text.RegularExpressions.Regex.Matches(command, "'([^']*)'|(\\S+)").Select(match => match.Groups[1].Success ? match.Groups[1].Value : match.Groups[2].Value)];

    private void Put(JsonObject resource, string @namespace, string? cluster)
    {
        var into = Cluster(cluster);
        resource = (JsonObject)resource.DeepClone();
        var node = resource;
        var kind = node.Scalar("kind")!;
        var type = into.Types.FindKind(node.Scalar("apiVersion")!, kind) ?? throw new InvalidOperationException($"the cluster does not serve {kind} ({node.Scalar("apiVersion")})");
        var space = !type.Namespaced ? "" : node.Namespace() is { Length: > 0 } own ? own : @namespace;
        resource["metadata"]!["namespace"] = space;
        Defaults.Fill(type, resource, into);
        into.Store.Change(new ObjectKey(type.Group, type.Plural, space, node.Name()), _ => resource);
        if (kind is "Deployment" or "DaemonSet" or "StatefulSet")
        {
            PutPods(into, resource, space);
        }
    }

    private void PutPods(DemoCluster cluster, JsonObject workload, string @namespace)
    {
        foreach (var old in cluster.Store.List("", "pods", @namespace).Where(one => one.Scalar("metadata", "annotations", "workload") == workload.Name()).ToList())
        {
            cluster.Store.Change(new ObjectKey("", "pods", @namespace, old.Name()), _ => null);
        }

        for (var index = 0; index < (workload.Whole("spec", "replicas") ?? 1); index++)
        {
            var name = $"{workload.Name()}-{index}";
            var spec = (JsonObject)workload["spec"]!["template"]!["spec"]!.DeepClone();
            if (Proxy is not null && @namespace == "mesh-demo")
            {
                spec["initContainers"] = new JsonArray(new JsonObject { ["name"] = Proxy, ["restartPolicy"] = "Always" });
            }

            cluster.Store.Change(new ObjectKey("", "pods", @namespace, name), _ => new JsonObject
            {
                ["apiVersion"] = "v1",
                ["kind"] = "Pod",
                ["metadata"] = new JsonObject
                {
                    ["name"] = name,
                    ["namespace"] = @namespace,
                    ["labels"] = workload["spec"]!["template"]!["metadata"]!["labels"]!.DeepClone(),
                    ["annotations"] = new JsonObject { ["workload"] = workload.Name() },
                },
                ["spec"] = spec,
                ["status"] = new JsonObject
                {
                    ["phase"] = "Running",
                    ["podIP"] = $"10.244.{1 + ++_addresses / 200}.{_addresses % 200 + 2}",
                    ["conditions"] = new JsonArray(new JsonObject { ["type"] = "Ready", ["status"] = "True" }),
                },
            });
        }
    }
}
