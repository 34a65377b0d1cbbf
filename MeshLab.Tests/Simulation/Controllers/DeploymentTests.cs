using System.Text.Json.Nodes;
using MeshLab.Core.Simulation;
using MeshLab.Core.Simulation.Controllers;
using MeshLab.Core.Simulation.Pods;
using Xunit;

namespace MeshLab.Tests.Simulation.Controllers;

public sealed class DeploymentTests : IDisposable
{
    private readonly SimulatedCluster _cluster = new();

    private JsonObject Web => _cluster.Get("apps", "deployments", "web")!;

    public void Dispose() => _cluster.Dispose();

    [Fact]
    public void Deployment_Applied_IsAvailableWithinThreeSeconds()
    {
        _cluster.Apply(SimulatedCluster.Deployment("web"));
        _cluster.Pass(TimeSpan.FromSeconds(3));

        Assert.Equal(2, Web.Integer("status", "availableReplicas"));
        Assert.Equal(2, Web.Integer("status", "updatedReplicas"));
        Assert.Equal(Web.Integer("metadata", "generation"), Web.Integer("status", "observedGeneration"));
        Assert.Equal("MinimumReplicasAvailable", Conditions.Find(Web, "Available").Text("reason"));
        Assert.Equal("NewReplicaSetAvailable", Conditions.Find(Web, "Progressing").Text("reason"));
        Assert.Equal("1", Web.Annotation("deployment.kubernetes.io/revision"));
        Assert.Equal(2, _cluster.Pods().Select(pod => pod.Text("status", "podIP")).Distinct().Count());
    }

    [Fact]
    public void Deployment_JustApplied_IsNotAvailableYet()
    {
        _cluster.Apply(SimulatedCluster.Deployment("web"));

        Assert.Null(Web.Integer("status", "availableReplicas"));
        Assert.Equal("MinimumReplicasUnavailable", Conditions.Find(Web, "Available").Text("reason"));
        Assert.Equal("True", Conditions.Find(Web, "Progressing").Text("status"));
    }

    [Fact]
    public void Rollout_NewImage_NeverFallsBelowMinimumAndEndsWithNewPodsOnly()
    {
        _cluster.Apply(SimulatedCluster.Deployment("web", 4));
        _cluster.Pass(TimeSpan.FromSeconds(5));
        _cluster.Apply(SimulatedCluster.Deployment("web", 4, "web:2"));
        var fewest = int.MaxValue;
        var most = 0;
        for (var step = 0; step < 400; step++)
        {
            _cluster.Pass(TimeSpan.FromMilliseconds(50));
            fewest = Math.Min(fewest, _cluster.Pods().Count(PodReadiness.IsReady));
            most = Math.Max(most, _cluster.Pods().Count);
        }

        Assert.Equal(4, _cluster.Pods().Count);
        Assert.All(_cluster.Pods(), pod => Assert.Equal("web:2", pod.Items("spec", "containers").First().Text("image")));
        Assert.Equal(3, fewest);
        Assert.Equal(5, most);
        Assert.Equal("2", Web.Annotation("deployment.kubernetes.io/revision"));
        Assert.Equal(4, Web.Integer("status", "availableReplicas"));
    }

    [Fact]
    public void Rollout_BackToOldTemplate_ReusesReplicaSetWithHighestRevision()
    {
        foreach (var image in new[] { "web:1", "web:2", "web:1" })
        {
            _cluster.Apply(SimulatedCluster.Deployment("web", 1, image));
            _cluster.Pass(TimeSpan.FromSeconds(10));
        }

        Assert.Equal(2, _cluster.List("apps", "replicasets").Count);
        Assert.Equal("3", Web.Annotation("deployment.kubernetes.io/revision"));
    }

    [Fact]
    public void Rollout_ImageThatDoesNotExist_KeepsOldPodsAndMissesItsDeadline()
    {
        _cluster.Apply(SimulatedCluster.Deployment("web", 2));
        _cluster.Pass(TimeSpan.FromSeconds(5));
        _cluster.Apply(SimulatedCluster.Deployment("web", 2, "web:does-not-exist", spec: "progressDeadlineSeconds: 60"));
        _cluster.Pass(TimeSpan.FromSeconds(20));
        var early = Conditions.Find(Web, "Progressing").Text("reason");
        _cluster.Pass(TimeSpan.FromSeconds(60));

        Assert.Equal(2, Web.Integer("status", "availableReplicas"));
        Assert.Equal("ReplicaSetUpdated", early);
        Assert.Equal("ProgressDeadlineExceeded", Conditions.Find(Web, "Progressing").Text("reason"));
        var broken = Assert.Single(_cluster.Pods(), pod => !PodReadiness.IsReady(pod));
        Assert.Equal("ImagePullBackOff", ContainerStatuses.Of(broken, "app").Text("state", "waiting", "reason"));
        Assert.Contains(_cluster.List("", "events"), one => one.Text("reason") == "BackOff" && one.Text("involvedObject", "name") == broken.Name());
    }

    [Fact]
    public void Recreate_NewImage_HasNoOldPodsBesideNewOnes()
    {
        _cluster.Apply(SimulatedCluster.Deployment("web", 2, spec: "strategy: {type: Recreate}"));
        _cluster.Pass(TimeSpan.FromSeconds(5));
        _cluster.Apply(SimulatedCluster.Deployment("web", 2, "web:2", spec: "strategy: {type: Recreate}"));
        var mixed = false;
        for (var step = 0; step < 100; step++)
        {
            _cluster.Pass(TimeSpan.FromMilliseconds(50));
            mixed |= _cluster.Pods().Select(pod => pod.Items("spec", "containers").First().Text("image")).Distinct().Count() > 1;
        }

        Assert.False(mixed);
        Assert.Equal(2, Web.Integer("status", "availableReplicas"));
    }

    [Fact]
    public void Scale_DownToZero_RemovesAllPods()
    {
        _cluster.Apply(SimulatedCluster.Deployment("web", 3));
        _cluster.Pass(TimeSpan.FromSeconds(5));
        _cluster.Apply(SimulatedCluster.Deployment("web", 0));
        _cluster.Pass(TimeSpan.FromSeconds(1));

        Assert.Empty(_cluster.Pods());
        Assert.Null(Web.Integer("status", "replicas"));
    }

    [Fact]
    public void Delete_Deployment_TakesReplicaSetsAndPodsAlong()
    {
        _cluster.Apply(SimulatedCluster.Deployment("web", 3));
        _cluster.Pass(TimeSpan.FromSeconds(5));
        _cluster.Delete("apps", "deployments", "web");
        _cluster.Pass(TimeSpan.FromSeconds(1));

        Assert.Empty(_cluster.List("apps", "replicasets"));
        Assert.Empty(_cluster.Pods());
    }

    [Fact]
    public void Delete_DeploymentAsOrphan_KeepsPodsWhichANewOneAdopts()
    {
        _cluster.Apply(SimulatedCluster.Deployment("web", 2));
        _cluster.Pass(TimeSpan.FromSeconds(5));
        var before = _cluster.Pods().Select(pod => pod.Uid()).Order().ToList();
        _cluster.Delete("apps", "deployments", "web", propagation: "Orphan");
        _cluster.Pass(TimeSpan.FromSeconds(1));
        var kept = _cluster.Pods().Count;
        _cluster.Apply(SimulatedCluster.Deployment("web", 2));
        _cluster.Pass(TimeSpan.FromSeconds(5));

        Assert.Equal(2, kept);
        Assert.Equal(before, _cluster.Pods().Select(pod => pod.Uid()).Order());
    }

    [Fact]
    public void Pod_Deleted_IsReplaced()
    {
        _cluster.Apply(SimulatedCluster.Deployment("web", 1));
        _cluster.Pass(TimeSpan.FromSeconds(5));
        var first = Assert.Single(_cluster.Pods());
        _cluster.Delete("", "pods", first.Name());
        _cluster.Pass(TimeSpan.FromSeconds(3));

        Assert.NotEqual(first.Uid(), Assert.Single(_cluster.Pods()).Uid());
        Assert.Equal(1, Web.Integer("status", "availableReplicas"));
    }
}
