using System.Text.Json.Nodes;
using MeshLab.Core.Clusters;
using MeshLab.Core.Runs;
using MeshLab.Core.Runs.Readiness;
using Xunit;

namespace MeshLab.Tests.Runs.Readiness;

public sealed class ArchitectureCheckTests
{
    [Fact]
    public void Check_OfAnotherArchitecture_NamesTheImagesOfEveryKindOfWorkload()
    {
        var cluster = new TargetCluster("lab", ClusterKind.Kubeconfig, null, null, new Uri("https://lab.test"));
        var facts = new ClusterFacts(
            new ClusterStatus(cluster, true, "v1.36.0", null, 1, [], [], DateTimeOffset.UnixEpoch), null!, [Parse("""{"status":{"nodeInfo":{"architecture":"arm64"}}}""")], []);
        JsonObject[] objects =
        [
            Parse("""{"kind":"Pod","spec":{"containers":[{"image":"pod:1"}]}}"""),
            Parse("""{"kind":"Deployment","spec":{"template":{"spec":{"initContainers":[{"image":"init:1"}],"containers":[{"image":"app:1"}]}}}}"""),
            Parse("""{"kind":"CronJob","spec":{"jobTemplate":{"spec":{"template":{"spec":{"containers":[{"image":"nightly:1"}]}}}}}}"""),
            Parse("""{"kind":"ConfigMap","data":{"image":"none"}}"""),
            Parse("""{"kind":"Odd","spec":{"template":"text"}}"""),
        ];

        var check = ArchitectureCheck.Check(facts, new PlannedObjects(objects, [], [], [], []));

        Assert.Equal((PreflightStatus.Warning, "Nodes: 1 arm64. Images: app:1, init:1, nightly:1, pod:1."), (check.Status, check.Found));
    }

    private static JsonObject Parse(string text) => JsonNode.Parse(text)!.AsObject();
}
