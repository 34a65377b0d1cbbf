using System.Text.Json.Nodes;
using MeshLab.Core.Simulation;
using MeshLab.Core.Simulation.Controllers;
using MeshLab.Core.Simulation.Pods;
using MeshLab.Core.Simulation.Store;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace MeshLab.Tests.Simulation.Controllers;

public sealed class WorkloadTests : IDisposable
{
    private const string Set = """
        apiVersion: apps/v1
        kind: StatefulSet
        metadata: {name: db, namespace: default}
        spec:
          replicas: 3
          serviceName: db
          selector: {matchLabels: {app: db}}
          template:
            metadata: {labels: {app: db}}
            spec: {containers: [{name: db, image: "db:1"}]}
          volumeClaimTemplates:
          - metadata: {name: data}
            spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 2Gi}}}
        """;

    private const string Agent = """
        apiVersion: apps/v1
        kind: DaemonSet
        metadata: {name: agent, namespace: default}
        spec:
          selector: {matchLabels: {app: agent}}
          template:
            metadata: {labels: {app: agent}}
            spec: {containers: [{name: agent, image: "agent:1"}]}
        """;

    private readonly SimulatedCluster _cluster = new();

    public void Dispose() => _cluster.Dispose();

    [Fact]
    public void StatefulSet_Applied_StartsPodsInOrderWithClaims()
    {
        _cluster.Apply(Set);
        var first = _cluster.Pods().Select(pod => pod.Name()).ToList();
        _cluster.Pass(TimeSpan.FromSeconds(10));

        Assert.Equal(["db-0"], first);
        Assert.Equal(["db-0", "db-1", "db-2"], _cluster.Pods().Select(pod => pod.Name()));
        Assert.Equal(3, _cluster.Get("apps", "statefulsets", "db").Integer("status", "readyReplicas"));
        Assert.Equal("Bound", _cluster.Get("", "persistentvolumeclaims", "data-db-1").Text("status", "phase"));
    }

    [Fact]
    public void StatefulSet_NewImage_ReplacesFromTheLastPodAndSettles()
    {
        _cluster.Apply(Set);
        _cluster.Pass(TimeSpan.FromSeconds(10));
        _cluster.Apply(Set.Replace("db:1", "db:2"));
        _cluster.Pass(TimeSpan.FromMilliseconds(100));
        var replacedFirst = _cluster.Pods().Where(pod => !PodReadiness.IsReady(pod)).Select(pod => pod.Name()).ToList();
        _cluster.Pass(TimeSpan.FromSeconds(15));

        Assert.Equal(["db-2"], replacedFirst);
        Assert.All(_cluster.Pods(), pod => Assert.Equal("db:2", pod.Items("spec", "containers").First().Text("image")));
        var status = _cluster.Get("apps", "statefulsets", "db")!["status"];
        Assert.Equal(status.Text("updateRevision"), status.Text("currentRevision"));
        Assert.Equal(3, status.Integer("updatedReplicas"));
    }

    [Fact]
    public void DaemonSet_Applied_RunsOnEveryNode()
    {
        _cluster.Apply(Agent);
        _cluster.Pass(TimeSpan.FromSeconds(4));

        Assert.Equal(["demo-control-plane", "demo-worker"], _cluster.Pods().Select(pod => pod.Text("spec", "nodeName")!).Order());
        Assert.Equal(2, _cluster.Get("apps", "daemonsets", "agent").Integer("status", "numberReady"));
    }

    [Fact]
    public void DaemonSet_NewImage_UpdatesAllPods()
    {
        _cluster.Apply(Agent);
        _cluster.Pass(TimeSpan.FromSeconds(4));
        _cluster.Apply(Agent.Replace("agent:1", "agent:2"));
        _cluster.Pass(TimeSpan.FromSeconds(8));

        Assert.Equal(2, _cluster.Get("apps", "daemonsets", "agent").Integer("status", "updatedNumberScheduled"));
        Assert.All(_cluster.Pods(), pod => Assert.Equal("agent:2", pod.Items("spec", "containers").First().Text("image")));
    }

    [Theory]
    [InlineData("[echo, hi]", "Complete", "Succeeded")]
    [InlineData("[sh, -c, exit 3]", "Failed", "Failed")]
    public void Job_Applied_EndsAsItsCommandDoes(string command, string condition, string phase)
    {
        _cluster.Apply($$"""
            apiVersion: batch/v1
            kind: Job
            metadata: {name: once, namespace: default}
            spec:
              backoffLimit: 1
              template:
                spec: { restartPolicy: Never, containers: [ { name: main, image: "tool:1", command: {{command}} } ] }
            """);
        _cluster.Pass(TimeSpan.FromSeconds(20));

        Assert.True(Conditions.IsTrue(_cluster.Get("batch", "jobs", "once")!, condition));
        Assert.All(_cluster.Pods(), pod => Assert.Equal(phase, pod.Text("status", "phase")));
    }

    [Fact]
    public void Service_WithSelector_HasEndpointsOfReadyPodsOnly()
    {
        _cluster.Apply("{apiVersion: v1, kind: Service, metadata: {name: web, namespace: default}, spec: {selector: {app: web}, ports: [{name: http, port: 80, targetPort: http}]}}");
        _cluster.Apply(SimulatedCluster.Deployment("web"));
        _cluster.Pass(TimeSpan.FromMilliseconds(100));
        var early = _cluster.Get("", "endpoints", "web")!;
        _cluster.Pass(TimeSpan.FromSeconds(4));
        var late = _cluster.Get("", "endpoints", "web")!;
        var slice = Assert.Single(_cluster.List("discovery.k8s.io", "endpointslices"));

        Assert.Empty(early.Items("subsets").SelectMany(one => one.Items("addresses")));
        Assert.Equal(_cluster.Pods().Select(pod => pod.Text("status", "podIP")).Order(), late.Items("subsets").SelectMany(one => one.Items("addresses")).Select(one => one.Text("ip")).Order());
        Assert.Equal(8080, late.Items("subsets").First().Items("ports").First().Integer("port"));
        Assert.Equal(2, slice.Items("endpoints").Count(one => one.Flag("conditions", "ready")));
    }

    [Fact]
    public void Service_Deleted_TakesEndpointsAlong()
    {
        _cluster.Apply("{apiVersion: v1, kind: Service, metadata: {name: web, namespace: default}, spec: {selector: {app: web}, ports: [{port: 80}]}}");
        _cluster.Delete("", "services", "web");
        _cluster.Pass(TimeSpan.FromSeconds(1));

        Assert.Null(_cluster.Get("", "endpoints", "web"));
        Assert.Empty(_cluster.List("discovery.k8s.io", "endpointslices"));
    }

    [Fact]
    public void Service_LoadBalancer_GetsAddressAndNodePort()
    {
        _cluster.Apply("{apiVersion: v1, kind: Service, metadata: {name: edge, namespace: default}, spec: {type: LoadBalancer, selector: {app: web}, ports: [{port: 80}]}}");
        var service = _cluster.Get("", "services", "edge");

        Assert.StartsWith("172.18.", service.Items("status", "loadBalancer", "ingress").First().Text("ip"));
        Assert.InRange(service.Items("spec", "ports").First().Integer("nodePort")!.Value, 30000, 32767);
    }

    [Fact]
    public void Service_LoadBalancerWithCilium_GetsAddressOfItsPool()
    {
        _cluster.Namespace("kube-system");
        _cluster.Apply(SimulatedCluster.Deployment("cilium-operator", 1, @namespace: "kube-system"));
        _cluster.Pass(TimeSpan.FromSeconds(5));
        ApplyDefinition("cilium.io", "v2", "ciliumloadbalancerippools", "CiliumLoadBalancerIPPool", "Cluster");
        _cluster.Apply("{apiVersion: cilium.io/v2, kind: CiliumLoadBalancerIPPool, metadata: {name: lab}, spec: {blocks: [{start: 192.0.2.7, stop: 192.0.2.8}], serviceSelector: {matchLabels: {pool: lab}}}}");
        _cluster.Apply("{apiVersion: v1, kind: Service, metadata: {name: in, namespace: default, labels: {pool: lab}}, spec: {type: LoadBalancer, ports: [{port: 80}]}}");

        Assert.Equal("192.0.2.7", _cluster.Get("", "services", "in").Items("status", "loadBalancer", "ingress").Single().Text("ip"));
        Assert.True(Conditions.IsTrue(_cluster.Get("", "services", "in")!, "cilium.io/IPAMRequestSatisfied"));
    }

    [Fact]
    public void ServiceExport_InJoinedCluster_IsImportedAndWithdrawn()
    {
        ApplyDefinition("submariner.io", "v1alpha1", "submariners", "Submariner", "Namespaced");
        ApplyDefinition("multicluster.x-k8s.io", "v1alpha1", "serviceexports", "ServiceExport", "Namespaced");
        ApplyDefinition("multicluster.x-k8s.io", "v1alpha1", "serviceimports", "ServiceImport", "Namespaced");
        _cluster.Apply("{apiVersion: submariner.io/v1alpha1, kind: Submariner, metadata: {name: submariner, namespace: default}}");
        _cluster.Apply("{apiVersion: v1, kind: Service, metadata: {name: web, namespace: default}, spec: {selector: {app: web}, ports: [{port: 80}]}}");
        _cluster.Apply("{apiVersion: multicluster.x-k8s.io/v1alpha1, kind: ServiceExport, metadata: {name: web, namespace: default}}");
        var import = _cluster.Get("multicluster.x-k8s.io", "serviceimports", "web");
        _cluster.Delete("multicluster.x-k8s.io", "serviceexports", "web");

        Assert.Equal("demo", import.Items("status", "clusters").Single().Text("cluster"));
        Assert.Equal(80, import.Items("spec", "ports").Single().Integer("port"));
        Assert.Null(_cluster.Get("multicluster.x-k8s.io", "serviceimports", "web"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Restart_InTheMiddleOfDeletingANamespace_FinishesIt(bool holdsSomething)
    {
        var folder = Directory.CreateTempSubdirectory("meshlab-restart-");
        try
        {
            var path = Path.Combine(folder.FullName, "demo.db");
            var time = new FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
            var space = new ObjectKey("", "namespaces", "", "shop");
            using (var file = new StoreFile(path, "demo"))
            using (var first = new SimulatedCluster(new ObjectStore(file), time))
            {
                first.Namespace("shop");
                first.Apply("{apiVersion: v1, kind: ConfigMap, metadata: {name: settings, namespace: shop}}");
                if (!holdsSomething)
                {
                    first.Delete("", "configmaps", "settings", "shop");
                    first.Delete("", "serviceaccounts", "default", "shop");
                }

                // What a process leaves that is killed between the mark and the end: no controller has seen the mark.
                first.Cluster.Store.Change(space, before =>
                {
                    before!["metadata"]!["deletionTimestamp"] = "2026-03-01T12:00:00Z";
                    return before;
                });
            }

            using (var file = new StoreFile(path, "demo"))
            using (var second = new SimulatedCluster(new ObjectStore(file), time))
            {
                second.Pass(TimeSpan.FromSeconds(1));

                Assert.Null(second.Cluster.Store.Get(space));
                Assert.Empty(second.List("", "configmaps", "shop"));
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Restart_InTheMiddleOfAStart_FinishesIt()
    {
        var folder = Directory.CreateTempSubdirectory("meshlab-restart-");
        try
        {
            var path = Path.Combine(folder.FullName, "demo.db");
            var time = new FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
            using (var file = new StoreFile(path, "demo"))
            using (var first = new SimulatedCluster(new ObjectStore(file), time))
            {
                first.Apply(SimulatedCluster.Deployment("web", 3, spec: "minReadySeconds: 2"));
                first.Pass(TimeSpan.FromMilliseconds(400));
                Assert.DoesNotContain(first.Pods(), PodReadiness.IsReady);
            }

            using (var file = new StoreFile(path, "demo"))
            using (var second = new SimulatedCluster(new ObjectStore(file), time))
            {
                var before = second.Pods().Select(pod => pod.Uid()).ToList();
                second.Pass(TimeSpan.FromSeconds(6));

                Assert.Equal(3, second.Get("apps", "deployments", "web").Integer("status", "availableReplicas"));
                Assert.Equal(before, second.Pods().Select(pod => pod.Uid()));
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Namespace_Created_HasDefaultServiceAccount()
    {
        _cluster.Namespace("shop");

        Assert.NotNull(_cluster.Get("", "serviceaccounts", "default", "shop"));
        Assert.NotNull(_cluster.Get("", "configmaps", "kube-root-ca.crt", "shop"));
    }

    [Fact]
    public void Namespace_Deleted_LeavesNothingBehind()
    {
        _cluster.Namespace("shop");
        _cluster.Apply(SimulatedCluster.Deployment("web", 3, @namespace: "shop"));
        _cluster.Pass(TimeSpan.FromSeconds(4));
        _cluster.Delete("", "namespaces", "shop", "");
        _cluster.Pass(TimeSpan.FromSeconds(60));

        Assert.DoesNotContain(_cluster.Cluster.Types.All.Where(one => one.Namespaced), type => _cluster.List(type.Group, type.Plural, "shop").Count > 0);
    }

    [Fact]
    public void TokenSecret_ForAccount_IsFilled()
    {
        _cluster.Apply("{apiVersion: v1, kind: Secret, type: kubernetes.io/service-account-token, metadata: {name: reader, namespace: default, annotations: {kubernetes.io/service-account.name: default}}}");
        var secret = _cluster.Get("", "secrets", "reader")!;

        Assert.Equal(_cluster.Get("", "serviceaccounts", "default")!.Uid(), secret.Annotation("kubernetes.io/service-account.uid"));
        Assert.Equal("default", System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(secret.Text("data", "namespace")!)));
        Assert.NotNull(secret.Text("data", "token"));
        Assert.NotNull(secret.Text("data", "ca.crt"));
    }

    [Fact]
    public void TokenSecret_WithoutAccount_IsRemoved()
    {
        _cluster.Apply("{apiVersion: v1, kind: Secret, type: kubernetes.io/service-account-token, metadata: {name: reader, namespace: default, annotations: {kubernetes.io/service-account.name: nobody}}}");
        _cluster.Pass(TimeSpan.FromSeconds(30));

        Assert.Null(_cluster.Get("", "secrets", "reader"));
    }

    [Fact]
    public void Events_AfterAnHour_AreGone()
    {
        _cluster.Apply(SimulatedCluster.Deployment("web", 1));
        _cluster.Pass(TimeSpan.FromSeconds(5));
        var reasons = _cluster.List("", "events").Select(one => one.Text("reason")).Distinct().Order().ToList();
        _cluster.Pass(TimeSpan.FromMinutes(70));

        Assert.Equal(["Created", "Pulled", "ScalingReplicaSet", "Scheduled", "Started", "SuccessfulCreate"], reasons);
        Assert.Empty(_cluster.List("", "events"));
    }

    [Fact]
    public void Pod_WithSelectorNoNodeHas_StaysPendingWithReason()
    {
        _cluster.Apply(SimulatedCluster.Deployment("web", 1, podSpec: "nodeSelector: {disk: fast}"));
        _cluster.Pass(TimeSpan.FromSeconds(5));
        var pod = Assert.Single(_cluster.Pods());

        Assert.Equal("Pending", pod.Text("status", "phase"));
        Assert.Equal("Unschedulable", Conditions.Find(pod, "PodScheduled").Text("reason"));
        Assert.Contains(_cluster.List("", "events"), one => one.Text("reason") == "FailedScheduling" && one.Text("message")!.StartsWith("0/2 nodes are available", StringComparison.Ordinal));
    }

    [Fact]
    public void Controller_BrokenObject_DoesNotStopTheOthers()
    {
        // A type error that a schema would refuse; here it goes past the API straight into the store.
        var broken = new JsonObject
        {
            ["apiVersion"] = "apps/v1",
            ["kind"] = "Deployment",
            ["metadata"] = new JsonObject { ["name"] = "broken", ["namespace"] = "default", ["uid"] = "u1" },
            ["spec"] = new JsonObject { ["template"] = "nonsense", ["selector"] = 7, ["replicas"] = "many" },
        };
        _cluster.Cluster.Store.Change(new("apps", "deployments", "default", "broken"), _ => broken);
        _cluster.Apply(SimulatedCluster.Deployment("web", 1));
        _cluster.Pass(TimeSpan.FromSeconds(5));

        Assert.Equal(1, _cluster.Get("apps", "deployments", "web").Integer("status", "availableReplicas"));
    }

    private void ApplyDefinition(string group, string version, string plural, string kind, string scope) => _cluster.Apply($$"""
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: { name: {{plural}}.{{group}} }
        spec:
          group: {{group}}
          scope: {{scope}}
          names: { plural: {{plural}}, kind: {{kind}} }
          versions:
          - name: {{version}}
            served: true
            storage: true
            schema: { openAPIV3Schema: { type: object, x-kubernetes-preserve-unknown-fields: true } }
        """);
}
