using MeshLab.Core.Simulation;
using MeshLab.Core.Simulation.Federation.Admiralty;
using Xunit;
using static MeshLab.Tests.Simulation.Federation.FederationLab;

namespace MeshLab.Tests.Simulation.Federation;

/// <summary>Admiralty on demo clusters, with the manifests of the scenario.</summary>
public sealed class AdmiraltyTests : IDisposable
{
    private const string Group = "multicluster.admiralty.io";
    private const string Prefix = Group + "/";
    private readonly FederationLab _lab = new();

    public AdmiraltyTests()
    {
        foreach (var cluster in new[] { Hub, East, West })
        {
            _lab.Install(cluster, "cert-manager", "cert-manager", "{crds: {enabled: true}}");
            _lab.Install(cluster, "admiralty", "admiralty");
            _lab.Apply(cluster, "apiVersion: v1\nkind: Namespace\nmetadata: {name: federated, labels: {multicluster-scheduler: enabled}}");
        }
    }

    public void Dispose() => _lab.Dispose();

    [Theory]
    [InlineData("", "west", "admiralty-west", "multicluster.admiralty.io/west")]
    [InlineData("federated", "east", "admiralty-federated-east", "multicluster.admiralty.io/federated-east")]
    [InlineData("my-app", "east", "admiralty-my-app-east-80e0e9fc5f", "multicluster.admiralty.io/my-app-east-4195c24767")]
    public void Names_OfTargets_AreAdmiraltys(string @namespace, string target, string node, string finalizer)
    {
        Assert.Equal(node, AdmiraltyNames.Node(@namespace, target));
        Assert.Equal(finalizer, AdmiraltyNames.Finalizer(@namespace, target));
    }

    [Fact]
    public void Target_WithoutASource_HasNoNodeAndSaysWhy()
    {
        _lab.Apply(East, "admiralty/east-account.yaml");
        _lab.Apply(East, "{apiVersion: v1, kind: Secret, type: kubernetes.io/service-account-token, metadata: {name: hub-token, namespace: federated, annotations: {kubernetes.io/service-account.name: hub}}}");
        _lab.Pass(1);
        Access(East, "east", "federated");
        _lab.Pass(3);

        Assert.Null(_lab.Get(Hub, "", "nodes", "admiralty-federated-east"));
        Assert.Contains(_lab.List(Hub, "", "events", "federated"), one => one.Text("message")!.Contains("no Source or ClusterSource", StringComparison.Ordinal));
    }

    [Fact]
    public void Targets_BecomeNodes_WithTheLabelsThatTheClustersNodesShare()
    {
        Connect();

        var east = _lab.Get(Hub, "", "nodes", "admiralty-federated-east")!;
        Assert.Equal(("eu", "federated", "12"), (east.Label("meshlab.dev/jurisdiction"), east.Label(Prefix + "target-namespace"), east.Text("status", "allocatable", "cpu")));
        Assert.Equal("west", _lab.Get(Hub, "", "nodes", "admiralty-west")!.Label(Prefix + "cluster-target-name"));
        Assert.NotNull(_lab.Get(East, "rbac.authorization.k8s.io", "rolebindings", "admiralty-source-hub", "federated"));
        Assert.NotNull(_lab.Get(West, "rbac.authorization.k8s.io", "clusterrolebindings", "admiralty-cluster-source-hub"));
    }

    [Fact]
    public void ElectedPod_BecomesAProxy_AndADelegateRunsForIt()
    {
        Connect();
        _lab.Apply(Hub, "placement/cost.yaml");
        _lab.Pass(15);

        var proxies = _lab.Pods(Hub, "federated");
        var delegates = _lab.Pods(West, "federated");
        Assert.Equal(2, proxies.Count);
        Assert.All(proxies, one => Assert.Equal(("admiralty-proxy", "admiralty-west", "Running"), (one.Text("spec", "schedulerName"), one.Text("spec", "nodeName"), one.Text("status", "phase"))));
        Assert.Equal(2, delegates.Count);
        Assert.All(delegates, one => Assert.Equal(("admiralty-candidate", "Running", "cost"), (one.Text("spec", "schedulerName"), one.Text("status", "phase"), one.Label(Prefix + "app"))));
        Assert.All(delegates, one => Assert.Null(one.Label("app")));

        // The candidate that was not chosen is gone, and the delegate does not carry constraints that were for choosing clusters.
        Assert.Empty(_lab.List(East, Group, "podchaperons", "federated"));
        Assert.All(delegates, one => Assert.Null(one.At("spec", "affinity")));
    }

    [Fact]
    public void PodWithoutTheAnnotation_StaysAtHome()
    {
        Connect();
        _lab.Apply(Hub, SimulatedCluster.Deployment("plain", 1, @namespace: "federated"));
        _lab.Pass(5);

        Assert.StartsWith("demo-", Assert.Single(_lab.Pods(Hub, "federated")).Text("spec", "nodeName"));
    }

    [Fact]
    public void ConstraintsForTheTargetsNodes_AreHeededThere()
    {
        Connect();
        _lab.Apply(Hub, SimulatedCluster.Deployment("law", 1, @namespace: "federated", podMetadata: "annotations: {multicluster.admiralty.io/elect: ''}", podSpec: "nodeSelector: {meshlab.dev/jurisdiction: eu}"));
        _lab.Pass(15);

        Assert.Equal("admiralty-federated-east", Assert.Single(_lab.Pods(Hub, "federated")).Text("spec", "nodeName"));
        Assert.Equal("eu", Assert.Single(_lab.Pods(East, "federated")).Text("spec", "nodeSelector", "meshlab.dev/jurisdiction"));
        Assert.Empty(_lab.Pods(West, "federated"));
    }

    [Fact]
    public void PodThatNoTargetMayHave_Waits()
    {
        Connect();
        _lab.Apply(Hub, "placement/residency-refused.yaml");
        _lab.Pass(15);

        var pod = Assert.Single(_lab.Pods(Hub, "federated"));
        Assert.Null(pod.Text("spec", "nodeName"));
        Assert.Equal("Unschedulable", pod.Items("status", "conditions").Single(one => one.Text("type") == "PodScheduled").Text("reason"));
    }

    [Fact]
    public void Delegate_Deleted_IsReplaced()
    {
        Connect();
        _lab.Apply(Hub, "placement/cost.yaml");
        _lab.Pass(15);
        var victim = _lab.Pods(West, "federated")[0];

        _lab.Delete(West, "", "pods", victim.Name(), "federated");
        _lab.Pass(15);

        Assert.Equal(2, _lab.Pods(West, "federated").Count(one => one.Text("status", "phase") == "Running"));
        Assert.DoesNotContain(_lab.Pods(West, "federated"), one => one.Uid() == victim.Uid());
    }

    [Fact]
    public void Proxy_Deleted_TakesItsDelegateAlong()
    {
        Connect();
        _lab.Apply(Hub, "placement/cost.yaml");
        _lab.Pass(15);

        _lab.Delete(Hub, "apps", "deployments", "cost", "federated");
        _lab.Pass(3);

        Assert.Empty(_lab.Pods(Hub, "federated"));
        Assert.Empty(_lab.List(West, Group, "podchaperons", "federated"));
        Assert.Empty(_lab.Pods(West, "federated"));
    }

    [Fact]
    public void Target_Deleted_TakesItsNodeAndWhatRanBehindItAlong()
    {
        Connect();
        _lab.Apply(Hub, "placement/cost.yaml");
        _lab.Pass(15);

        _lab.Delete(Hub, "apps", "deployments", "cost", "federated");
        _lab.Delete(Hub, Group, "clustertargets", "west");
        _lab.Delete(Hub, Group, "targets", "east", "federated");
        _lab.Pass(3);

        Assert.Null(_lab.Get(Hub, "", "nodes", "admiralty-west"));
        Assert.Empty(_lab.Pods(Hub, "federated"));
        Assert.Empty(_lab.List(West, Group, "podchaperons", "federated"));
    }

    [Fact]
    public void Source_Deleted_LetsNobodyInAnyMore()
    {
        Connect();

        _lab.Delete(East, Group, "sources", "hub", "federated");
        _lab.Apply(Hub, "placement/residency.yaml");
        _lab.Pass(12);

        Assert.Null(_lab.Get(East, "rbac.authorization.k8s.io", "clusterrolebindings", "admiralty-source-federated-hub-cluster-summary-viewer"));
        Assert.Empty(_lab.Pods(East, "federated"));
        Assert.Null(Assert.Single(_lab.Pods(Hub, "federated")).Text("spec", "nodeName"));
    }

    private void Connect()
    {
        foreach (var (cluster, side, space) in new[] { (East, "east", "federated"), (West, "west", "admiralty") })
        {
            _lab.Apply(cluster, $"admiralty/{side}-account.yaml");
            _lab.Apply(cluster, $"admiralty/{side}-source.yaml");
            _lab.Pass(1);
            Access(cluster, side, space);
        }

        _lab.Pass(5);
    }

    private void Access(string cluster, string side, string space)
    {
        _lab.Apply(Hub, $"{{apiVersion: v1, kind: Secret, metadata: {{name: {side}, namespace: {space}}}, data: {{config: {_lab.Kubeconfig(cluster, space)}}}}}");
        _lab.Apply(Hub, "admiralty/targets.yaml");
    }
}
