using System.Text.Json.Nodes;
using MeshLab.Core.Clusters.Manifests;
using Xunit;

namespace MeshLab.Tests.Clusters;

public sealed class ContainerImagesTests
{
    private static readonly Dictionary<string, string> Images = new() { ["app"] = "registry.test:5000/app:2", ["registry.test:5000/tool"] = "tool@sha256:0" };

    [Theory]
    [InlineData("""{"kind":"Pod","spec":{"containers":[{"image":"app:1"}],"initContainers":[{"image":"registry.test:5000/tool:1@sha256:1"}]}}""", """{"kind":"Pod","spec":{"containers":[{"image":"registry.test:5000/app:2"}],"initContainers":[{"image":"tool@sha256:0"}]}}""")]
    [InlineData("""{"kind":"Deployment","spec":{"template":{"spec":{"containers":[{"image":"app"},{"image":"other/app:1"}]}}}}""", """{"kind":"Deployment","spec":{"template":{"spec":{"containers":[{"image":"registry.test:5000/app:2"},{"image":"other/app:1"}]}}}}""")]
    [InlineData("""{"kind":"CronJob","spec":{"jobTemplate":{"spec":{"template":{"spec":{"containers":[{"image":"app:1"}]}}}}}}""", """{"kind":"CronJob","spec":{"jobTemplate":{"spec":{"template":{"spec":{"containers":[{"image":"registry.test:5000/app:2"}]}}}}}}""")]
    [InlineData("""{"kind":"ConfigMap","data":{"image":"app:1"}}""", """{"kind":"ConfigMap","data":{"image":"app:1"}}""")]
    public void Replace_ImagesOfTheName_AndNoOthers(string before, string after)
    {
        var resource = JsonNode.Parse(before)!.AsObject();

        ContainerImages.Replace(resource, Images);

        Assert.Equal(after, resource.ToJsonString());
    }
}
