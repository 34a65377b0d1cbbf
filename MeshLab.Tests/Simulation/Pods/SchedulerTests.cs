using System.Text.Json.Nodes;
using MeshLab.Core.Simulation;
using MeshLab.Core.Simulation.Api;
using MeshLab.Core.Simulation.Pods;
using MeshLab.Core.Simulation.Store;
using Xunit;

namespace MeshLab.Tests.Simulation.Pods;

public sealed class SchedulerTests
{
    private readonly ObjectStore _store = new();

    [Theory]
    [InlineData("{}", null)]
    [InlineData("{tolerations: [{key: rented, operator: Exists}]}", "lent")]
    [InlineData("{tolerations: [{key: rented, value: by-us}]}", "lent")]
    [InlineData("{tolerations: [{key: rented, value: by-others}]}", null)]
    [InlineData("{tolerations: [{operator: Exists}]}", "lent")]
    [InlineData("{tolerations: [{key: rented, operator: Exists, effect: NoSchedule}]}", null)]
    public void Pick_TaintedNode_NeedsTheRightToleration(string spec, string? node)
    {
        Node("lent", spec: "{taints: [{key: rented, value: by-us, effect: NoExecute}]}");

        var (picked, problem) = Pick(spec);

        Assert.Equal(node, picked);
        Assert.Equal(node is null ? "0/1 nodes are available: 1 node(s) had untolerated taint {rented: by-us}." : null, problem);
    }

    [Theory]
    [InlineData("{key: zone, operator: In, values: [a, b]}", "a")]
    [InlineData("{key: zone, operator: NotIn, values: [a]}", "c")]
    [InlineData("{key: zone, operator: DoesNotExist}", null)]
    [InlineData("{key: rank, operator: Gt, values: ['2']}", "c")]
    [InlineData("{key: rank, operator: Lt, values: ['2']}", "a")]
    public void Pick_RequiredAffinity_KeepsToWhatItMatches(string expression, string? node)
    {
        Node("a", "{zone: a, rank: '1'}");
        Node("c", "{zone: c, rank: '3'}");

        var (picked, problem) = Pick($"{{affinity: {{nodeAffinity: {{requiredDuringSchedulingIgnoredDuringExecution: {{nodeSelectorTerms: [{{matchExpressions: [{expression}]}}]}}}}}}}}");

        Assert.Equal(node, picked);
        Assert.Equal(node is null, problem?.Contains("2 node(s) didn't match Pod's node affinity/selector", StringComparison.Ordinal) ?? false);
    }

    [Fact]
    public void Pick_PreferredAffinity_WeighsMoreThanFewerPods_ButGivesWayToRoom()
    {
        const string Spec = "{affinity: {nodeAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 80, preference: {matchExpressions: [{key: price, operator: In, values: [low]}]}}]}}, containers: [{name: app, resources: {requests: {cpu: 400m}}}]}";
        Node("cheap", "{price: low}", cpu: "1");
        Node("dear", "{price: high}", cpu: "4");

        var picked = Enumerable.Range(0, 4).Select(index =>
        {
            var node = Pick(Spec).Node!;
            Pod($"pod-{index}", Spec, node);
            return node;
        }).ToList();

        Assert.Equal(["cheap", "cheap", "dear", "dear"], picked);
    }

    [Fact]
    public void Pick_NothingFits_TellsEveryReason()
    {
        Node("small", cpu: "100m");
        Node("closed", spec: "{unschedulable: true}");
        Node("tainted", spec: "{taints: [{key: k, effect: NoSchedule}]}");

        var (node, problem) = Pick("{containers: [{name: app, resources: {requests: {cpu: 200m}}}]}");

        Assert.Null(node);
        Assert.Equal("0/3 nodes are available: 1 Insufficient cpu, 1 node(s) had untolerated taint {k: }, 1 node(s) were unschedulable.", problem);
    }

    [Fact]
    public void Pick_EndedPods_TakeNoRoom()
    {
        Node("only", cpu: "1");
        Pod("ended", "{containers: [{name: app, resources: {requests: {cpu: '1'}}}]}", "only", "Succeeded");

        Assert.Equal("only", Pick("{containers: [{name: app, resources: {requests: {cpu: '1'}}}]}").Node);
    }

    private (string? Node, string? Problem) Pick(string spec) => new Scheduler(_store).Pick(YamlBody.Parse($"{{metadata: {{name: new, uid: new}}, spec: {spec}}}").AsObject());

    private void Node(string name, string labels = "{}", string spec = "{}", string cpu = "4") => Put("nodes", "", name,
        $"{{metadata: {{name: {name}, labels: {labels}}}, spec: {spec}, status: {{allocatable: {{cpu: '{cpu}', memory: 4Gi, pods: '10'}}}}}}");

    private void Pod(string name, string spec, string node, string phase = "Running")
    {
        var pod = YamlBody.Parse($"{{metadata: {{name: {name}, namespace: default, uid: {name}}}, spec: {spec}, status: {{phase: {phase}}}}}").AsObject();
        pod["spec"]!["nodeName"] = node;
        _store.Change(new ObjectKey("", "pods", "default", name), _ => pod);
    }

    private void Put(string plural, string @namespace, string name, string yaml) => _store.Change(new ObjectKey("", plural, @namespace, name), _ => (JsonObject)YamlBody.Parse(yaml));
}
