using MeshLab.Core.Clusters;
using Xunit;

namespace MeshLab.Tests.Contract;

/// <summary>Whether pods with the lab's load generator run on a cluster: that takes controllers, a node and the image.</summary>
internal static class ClusterPods
{
    private const string Image = "fortio/fortio:1.75.2";

    /// <summary>Skips the test, and says why, where they do not.</summary>
    public static async Task RequireAsync(ClusterClient client)
    {
        await Controllers.RequireAsync(client, "default", simulated: false);
        await using var space = await TestNamespace.CreateAsync(client);
        await Controllers.RequireAsync(client, space.Name, simulated: false);
        var pod = await client.ApplyAsync(
            Json.Object($$$"""{"apiVersion":"v1","kind":"Pod","metadata":{"name":"probe","namespace":"{{{space.Name}}}"},"spec":{"containers":[{"name":"fortio","image":"{{{Image}}}","args":["server"]}]}}"""),
            new ApplyOptions(), TestContext.Current.CancellationToken);
        var runs = await Eventually.BecomesTrueAsync(async () => (await client.GetAsync(pod.Ref, TestContext.Current.CancellationToken))?["status"]?["phase"]?.GetValue<string>() == "Running", 60);
        Assert.SkipUnless(runs, $"no pod with the image {Image} runs on this cluster");
    }
}
