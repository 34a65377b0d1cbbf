using System.Text.Json.Nodes;
using MeshLab.Core.Runs;
using MeshLab.Core.Runs.Health;
using Xunit;

namespace MeshLab.Tests.Runs.Health;

public sealed class HealthRulesTests
{
    [Theory]
    [InlineData("apps/v1", "Deployment", """{"spec":{"replicas":2},"status":{"replicas":2,"updatedReplicas":2,"availableReplicas":2}}""", ObjectHealth.Healthy)]
    [InlineData("apps/v1", "Deployment", """{"spec":{"replicas":2},"status":{"replicas":2,"updatedReplicas":1,"availableReplicas":2}}""", ObjectHealth.Progressing)]
    [InlineData("apps/v1", "Deployment", """{"spec":{"replicas":2},"status":{"replicas":3,"updatedReplicas":2,"availableReplicas":3}}""", ObjectHealth.Progressing)]
    [InlineData("apps/v1", "Deployment", """{"spec":{"replicas":2},"status":{"replicas":2,"updatedReplicas":2,"availableReplicas":1}}""", ObjectHealth.Progressing)]
    [InlineData("apps/v1", "Deployment", """{"metadata":{"generation":2},"status":{"observedGeneration":1,"replicas":1,"updatedReplicas":1,"availableReplicas":1}}""", ObjectHealth.Progressing)]
    [InlineData("apps/v1", "Deployment", """{"status":{"conditions":[{"type":"Progressing","status":"False","reason":"ProgressDeadlineExceeded"}]}}""", ObjectHealth.Degraded)]
    [InlineData("apps/v1", "Deployment", """{"spec":{"paused":true}}""", ObjectHealth.Healthy)]
    [InlineData("apps/v1", "StatefulSet", """{"spec":{"replicas":3},"status":{"readyReplicas":2}}""", ObjectHealth.Progressing)]
    [InlineData("apps/v1", "StatefulSet", """{"spec":{"replicas":3,"updateStrategy":{"rollingUpdate":{"partition":2}}},"status":{"readyReplicas":3,"updatedReplicas":1}}""", ObjectHealth.Healthy)]
    [InlineData("apps/v1", "StatefulSet", """{"spec":{"replicas":3},"status":{"readyReplicas":3,"updatedReplicas":1}}""", ObjectHealth.Progressing)]
    [InlineData("apps/v1", "DaemonSet", """{"status":{"desiredNumberScheduled":2,"updatedNumberScheduled":2,"numberAvailable":1}}""", ObjectHealth.Progressing)]
    [InlineData("apps/v1", "DaemonSet", """{"status":{"desiredNumberScheduled":2,"updatedNumberScheduled":2,"numberAvailable":2}}""", ObjectHealth.Healthy)]
    [InlineData("batch/v1", "Job", """{"status":{"conditions":[{"type":"Failed","status":"True","message":"BackoffLimitExceeded"}]}}""", ObjectHealth.Degraded)]
    [InlineData("batch/v1", "Job", """{"status":{"conditions":[{"type":"Complete","status":"True"}]}}""", ObjectHealth.Healthy)]
    [InlineData("batch/v1", "Job", """{"status":{"active":1}}""", ObjectHealth.Progressing)]
    [InlineData("v1", "Pod", """{"status":{"phase":"Pending","containerStatuses":[{"name":"a","state":{"waiting":{"reason":"ImagePullBackOff"}}}]}}""", ObjectHealth.Degraded)]
    [InlineData("v1", "Pod", """{"status":{"phase":"Running","conditions":[{"type":"Ready","status":"True"}]}}""", ObjectHealth.Healthy)]
    [InlineData("v1", "Pod", """{"status":{"phase":"Running","containerStatuses":[{"name":"a","lastState":{"terminated":{"exitCode":1}}}]}}""", ObjectHealth.Degraded)]
    [InlineData("v1", "Pod", """{"status":{"phase":"Pending"}}""", ObjectHealth.Progressing)]
    [InlineData("v1", "Pod", """{"spec":{"restartPolicy":"Never"},"status":{"phase":"Failed"}}""", ObjectHealth.Degraded)]
    [InlineData("v1", "Service", """{"spec":{"type":"LoadBalancer"},"status":{"loadBalancer":{}}}""", ObjectHealth.Progressing)]
    [InlineData("v1", "Service", """{"spec":{"type":"LoadBalancer"},"status":{"loadBalancer":{"ingress":[{"ip":"1.2.3.4"}]}}}""", ObjectHealth.Healthy)]
    [InlineData("v1", "Service", """{"spec":{"type":"ClusterIP"}}""", ObjectHealth.Healthy)]
    [InlineData("v1", "PersistentVolumeClaim", """{"status":{"phase":"Lost"}}""", ObjectHealth.Degraded)]
    [InlineData("v1", "PersistentVolumeClaim", """{"status":{"phase":"Pending"}}""", ObjectHealth.Progressing)]
    [InlineData("v1", "PersistentVolumeClaim", """{"status":{"phase":"Bound"}}""", ObjectHealth.Healthy)]
    [InlineData("apiextensions.k8s.io/v1", "CustomResourceDefinition", """{"status":{"conditions":[{"type":"Established","status":"True"},{"type":"NamesAccepted","status":"True"}]}}""", ObjectHealth.Healthy)]
    [InlineData("apiextensions.k8s.io/v1", "CustomResourceDefinition", """{"status":{"conditions":[{"type":"NamesAccepted","status":"False"}]}}""", ObjectHealth.Degraded)]
    [InlineData("gateway.networking.k8s.io/v1", "Gateway", """{"status":{"conditions":[{"type":"Accepted","status":"True"},{"type":"Programmed","status":"False","message":"no address"}]}}""", ObjectHealth.Progressing)]
    [InlineData("example.test/v1", "Thing", """{"status":{"conditions":[{"type":"Accepted","status":"False","reason":"Invalid"}]}}""", ObjectHealth.Degraded)]
    [InlineData("v1", "ConfigMap", """{"data":{}}""", ObjectHealth.Healthy)]
    [InlineData("v1", "ConfigMap", """{"metadata":{"name":"a","deletionTimestamp":"2026-01-01T00:00:00Z","finalizers":["x/y"]}}""", ObjectHealth.Progressing)]
    public void Health_FollowsTheObjectsOwnStatus(string apiVersion, string kind, string json, ObjectHealth expected)
    {
        var live = (JsonObject)JsonNode.Parse(json)!;
        (live["apiVersion"], live["kind"]) = (apiVersion, kind);

        Assert.Equal(expected, HealthRules.Of(live).Health);
    }
}
