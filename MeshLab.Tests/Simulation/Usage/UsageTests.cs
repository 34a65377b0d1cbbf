using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using MeshLab.Core.Simulation;
using MeshLab.Core.Simulation.Store;
using MeshLab.Core.Simulation.Usage;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace MeshLab.Tests.Simulation.Usage;

public sealed class UsageTests : IDisposable
{
    private readonly SimulatedCluster _cluster = new();

    public void Dispose() => _cluster.Dispose();

    [Theory]
    [InlineData("docker.io/istio/pilot:1.30.3", "istiod", "istio-system", "istio-injection: enabled", "", "istio-proxy", 0.20)]
    [InlineData("cr.l5d.io/linkerd/controller:edge-26.8.3", "linkerd-proxy-injector", "linkerd", "", "linkerd.io/inject: enabled", "linkerd-proxy", 0.10)]
    public void SidecarCpu_ThousandRequestsASecond_IsNearTheProfile(string image, string control, string controlNamespace, string labels, string annotations, string proxy, double cores)
    {
        _cluster.Namespace(controlNamespace);
        _cluster.Apply(SimulatedCluster.Deployment(control, 1, image, controlNamespace));
        _cluster.Pass(TimeSpan.FromSeconds(5));
        _cluster.Apply($"{{apiVersion: v1, kind: Namespace, metadata: {{name: mesh, labels: {{{labels}}}, annotations: {{{annotations}}}}}}}");
        _cluster.Apply(SimulatedCluster.Deployment("web", 1, "ghcr.io/stefanprodan/podinfo:6.14.1", "mesh"));
        _cluster.Pass(TimeSpan.FromSeconds(30));
        var pod = Assert.Single(_cluster.Pods("mesh"));
        var before = Container(pod, proxy);
        Load(pod, 1000, 60);
        var after = Container(pod, proxy);

        var used = (Nanoseconds(after) - Nanoseconds(before)) / 1e9 / 60;
        Assert.InRange(used, cores * 0.93, cores * 1.07);
        Assert.InRange(after.At("memory", "workingSetBytes")!.GetValue<long>(), 15e6, 70e6);
        Assert.True(after.At("memory", "workingSetBytes")!.GetValue<long>() > before.At("memory", "workingSetBytes")!.GetValue<long>());
    }

    [Fact]
    public void Ztunnel_ThousandRequestsASecond_IsNearThePublishedFigure()
    {
        var pod = AmbientPod();
        var ztunnel = _cluster.Pods("istio-system").First(one => one.Text("spec", "nodeName") == pod.Text("spec", "nodeName"));
        var before = Container(ztunnel, "istio-proxy");
        Load(pod, 1000, 60);
        var used = (Nanoseconds(Container(ztunnel, "istio-proxy")) - Nanoseconds(before)) / 1e9 / 60;

        Assert.InRange(used, 0.06 * 0.93, 0.06 * 1.07);
    }

    [Fact]
    public void Counters_WhateverHappens_NeverFall()
    {
        _cluster.Apply(SimulatedCluster.Deployment("web", 3));
        _cluster.Pass(TimeSpan.FromSeconds(5));
        var random = new Random(7);
        var last = new Dictionary<string, long>();
        for (var step = 0; step < 200; step++)
        {
            foreach (var pod in _cluster.Pods())
            {
                _cluster.Cluster.Traffic.Record("default", pod.Name(), random.Next(500), 1000, _cluster.Time.GetUtcNow());
            }

            if (step % 20 == 19)
            {
                _cluster.Delete("", "pods", _cluster.Pods()[0].Name());
            }

            _cluster.Pass(TimeSpan.FromMilliseconds(random.Next(50, 9000)));
            foreach (var node in new[] { "demo-worker", "demo-control-plane" })
            {
                foreach (var (name, value) in Counters(node))
                {
                    Assert.True(value >= last.GetValueOrDefault(name), $"{name} fell from {last.GetValueOrDefault(name)} to {value} in step {step}");
                    last[name] = value;
                }
            }
        }
    }

    [Fact]
    public void NodeCpu_GrowsByAtLeastItsContainersAndTheSystem()
    {
        _cluster.Apply(SimulatedCluster.Deployment("web", 4));
        _cluster.Pass(TimeSpan.FromSeconds(30));
        var before = Counters("demo-worker");
        foreach (var pod in _cluster.Pods())
        {
            _cluster.Cluster.Traffic.Record("default", pod.Name(), 20_000, 0, _cluster.Time.GetUtcNow());
        }

        _cluster.Pass(TimeSpan.FromSeconds(60));
        var after = Counters("demo-worker");
        var containers = after.Where(one => one.Key != "demo-worker").Sum(one => one.Value - before.GetValueOrDefault(one.Key));
        var node = after["demo-worker"] - before["demo-worker"];

        Assert.Equal(containers * (1 + UsageModel.KernelShare) + 60 * UsageModel.SystemCores * 1e9, node, containers * 0.01);
    }

    [Fact]
    public void Counters_ProcessRestarted_GoOn()
    {
        var folder = Directory.CreateTempSubdirectory("meshlab-usage-");
        try
        {
            var path = Path.Combine(folder.FullName, "demo.db");
            var time = new FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
            Dictionary<string, long> before;
            using (var file = new StoreFile(path, "demo"))
            using (var first = new SimulatedCluster(new ObjectStore(file), time))
            {
                first.Apply(SimulatedCluster.Deployment("web", 2));
                first.Pass(TimeSpan.FromSeconds(10));
                foreach (var pod in first.Pods())
                {
                    first.Cluster.Traffic.Record("default", pod.Name(), 100_000, 0, time.GetUtcNow());
                }

                first.Pass(TimeSpan.FromSeconds(10));
                before = Counters(first, "demo-worker");
            }

            using (var file = new StoreFile(path, "demo"))
            using (var second = new SimulatedCluster(new ObjectStore(file), time))
            {
                second.Pass(TimeSpan.FromSeconds(10));
                var after = Counters(second, "demo-worker");

                Assert.True(before.Count > 1);
                Assert.All(before, one => Assert.InRange(after[one.Key] - one.Value, 0, 1_000_000_000));
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Summary_HasEveryFieldOfARealKubelets()
    {
        _cluster.Apply(SimulatedCluster.Deployment("web", 1));
        _cluster.Pass(TimeSpan.FromSeconds(5));
        var node = _cluster.Pods()[0].Text("spec", "nodeName")!;
        var real = Paths(JsonNode.Parse(File.ReadAllText(Sample("kubelet-stats-summary.json")))!);
        var ours = Paths(_cluster.Behaviour.NodeSummary(_cluster.Cluster, node));

        Assert.Empty(real.Except(ours));
        Assert.Empty(ours.Except(real));
    }

    [Fact]
    public void ResourceMetrics_HaveEveryFamilyOfARealKubelets()
    {
        _cluster.Apply(SimulatedCluster.Deployment("web", 1));
        _cluster.Pass(TimeSpan.FromSeconds(5));
        var text = _cluster.Behaviour.NodeResourceMetrics(_cluster.Cluster, _cluster.Pods()[0].Text("spec", "nodeName")!);

        static List<string> Heads(string text) => [.. text.Split('\n').Where(line => line.StartsWith('#'))];
        static List<string> Shapes(string text) => [.. text.Split('\n').Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => System.Text.RegularExpressions.Regex.Replace(line, "\"[^\"]*\"|[0-9.e+]+", "_")).Distinct()];
        var real = File.ReadAllText(Sample("kubelet-metrics-resource.txt"));
        Assert.Equal(Heads(real), Heads(text));
        Assert.Equal(Shapes(real), Shapes(text));
    }

    [Fact]
    public void Summary_UnknownNode_IsNotFound() =>
        Assert.Equal(404, Assert.Throws<StatusError>(() => _cluster.Behaviour.NodeSummary(_cluster.Cluster, "nowhere")).Code);

    [Fact]
    public void Profiles_AllSayWhereTheirFiguresComeFrom() => Assert.All(UsageProfiles.All, one => Assert.NotEmpty(one.Source));

    private static string Sample(string name, [CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "Samples", name);

    private static HashSet<string> Paths(JsonNode node, string path = "") => node switch
    {
        JsonObject map => [.. map.SelectMany(pair => Paths(pair.Value!, $"{path}.{pair.Key}"))],
        JsonArray list => [.. list.SelectMany(item => Paths(item!, path + "[]"))],
        _ => [path + ":" + node.GetValueKind()],
    };

    private static long Nanoseconds(JsonObject container) => container.At("cpu", "usageCoreNanoSeconds")!.GetValue<long>();

    private Dictionary<string, long> Counters(string node) => Counters(_cluster, node);

    private static Dictionary<string, long> Counters(SimulatedCluster cluster, string node)
    {
        var summary = cluster.Behaviour.NodeSummary(cluster.Cluster, node);
        var counters = summary.Items("pods").SelectMany(pod => pod.Items("containers").Select(one => (pod.Text("podRef", "uid") + "/" + one.Text("name"), Nanoseconds(one)))).ToDictionary();
        counters[node] = Nanoseconds((JsonObject)summary["node"]!);
        return counters;
    }

    private void Load(JsonObject pod, int requestsPerSecond, int seconds)
    {
        for (var second = 0; second < seconds; second++)
        {
            _cluster.Cluster.Traffic.Record(pod.Namespace(), pod.Name(), requestsPerSecond, requestsPerSecond * 1024, _cluster.Time.GetUtcNow());
            _cluster.Pass(TimeSpan.FromSeconds(1));
        }
    }

    private JsonObject Container(JsonObject pod, string name) =>
        _cluster.Behaviour.NodeSummary(_cluster.Cluster, pod.Text("spec", "nodeName")!).Items("pods")
            .Single(one => one.Text("podRef", "uid") == pod.Uid()).Items("containers").Single(one => one.Text("name") == name);

    private JsonObject AmbientPod()
    {
        _cluster.Namespace("istio-system");
        _cluster.Apply("""
            apiVersion: apps/v1
            kind: DaemonSet
            metadata: {name: ztunnel, namespace: istio-system}
            spec:
              selector: {matchLabels: {app: ztunnel}}
              template:
                metadata: {labels: {app: ztunnel}}
                spec: {containers: [{name: istio-proxy, image: "docker.io/istio/ztunnel:1.30.3"}]}
            """);
        _cluster.Namespace("mesh", "istio.io/dataplane-mode: ambient");
        _cluster.Apply(SimulatedCluster.Deployment("web", 1, @namespace: "mesh"));
        _cluster.Pass(TimeSpan.FromSeconds(30));
        return Assert.Single(_cluster.Pods("mesh"));
    }
}
