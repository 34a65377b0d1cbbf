using System.Text.Json.Nodes;
using MeshLab.Core.Runs.Workloads;
using Xunit;

namespace MeshLab.Tests.Runs.Workloads;

public sealed class RolloutStatusTests
{
    [Theory]
    [InlineData("Deployment", """{"replicas":3}""", """{"observedGeneration":1,"replicas":3,"updatedReplicas":3,"availableReplicas":3}""", false, "its controller has not seen the change yet")]
    [InlineData("Deployment", """{"replicas":3}""", """{"observedGeneration":2,"replicas":3,"updatedReplicas":3,"availableReplicas":1}""", false, "1 of 3 ready")]
    [InlineData("Deployment", """{"replicas":3}""", """{"observedGeneration":2,"replicas":4,"updatedReplicas":3,"availableReplicas":4}""", false, "3 of 3 ready; 1 old ones are ending")]
    [InlineData("Deployment", """{"replicas":3}""", """{"observedGeneration":2,"replicas":3,"updatedReplicas":3,"availableReplicas":3}""", true, "3 of 3 ready")]
    [InlineData("Deployment", """{"replicas":0}""", """{"observedGeneration":2}""", true, "0 of 0 ready")]
    [InlineData("StatefulSet", """{"replicas":2}""", """{"observedGeneration":2,"replicas":2,"updatedReplicas":2,"readyReplicas":1}""", false, "1 of 2 ready")]
    [InlineData("DaemonSet", "{}", """{"observedGeneration":2,"desiredNumberScheduled":2,"updatedNumberScheduled":2,"numberAvailable":2}""", true, "2 of 2 ready")]
    [InlineData("DaemonSet", "{}", """{"observedGeneration":2,"desiredNumberScheduled":2,"updatedNumberScheduled":1,"numberAvailable":2}""", false, "1 of 2 ready")]
    public void Of_FollowsTheRulesOfKubectl(string kind, string spec, string status, bool done, string text)
    {
        var workload = new JsonObject { ["kind"] = kind, ["metadata"] = new JsonObject { ["generation"] = 2L }, ["spec"] = JsonNode.Parse(spec), ["status"] = JsonNode.Parse(status) };

        Assert.Equal(new RolloutStatus(done, text), RolloutStatus.Of(workload));
    }

    [Fact]
    public void Of_ADeploymentPastItsDeadline_HasFailed()
    {
        var workload = JsonNode.Parse("""{"kind":"Deployment","metadata":{"generation":1},"spec":{"replicas":1},"status":{"observedGeneration":1,"replicas":1,"updatedReplicas":1,"conditions":[{"type":"Progressing","status":"False","reason":"ProgressDeadlineExceeded","message":"it took too long"}]}}""")!.AsObject();

        Assert.Equal(new RolloutStatus(false, "0 of 1 ready; it took too long", Failed: true), RolloutStatus.Of(workload));
    }
}
