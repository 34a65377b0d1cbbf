using System.Net;
using System.Text.Json.Nodes;
using MeshLab.Core.Clusters;
using Xunit;

namespace MeshLab.Tests.Contract;

/// <summary>Logs of pods and commands in them. A real cluster needs controllers, a node and the image; the tests are skipped where one is missing.</summary>
public abstract class PodsContract(IClusterUnderTest cluster)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Exec_CommandSucceeds_GivesItsOutput()
    {
        var client = cluster.Client;
        await using var space = await TestNamespace.CreateAsync(client);
        await RunPodAsync(client, space.Name);
        var pieces = new List<string>();

        var result = await client.ExecAsync(space.Name, "box", null, ["echo", "grüße"], (stream, text) => pieces.Add(stream), Token);

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("grüße", result.StandardOutput);
        Assert.Contains("stdout", pieces);
    }

    [Fact]
    public async Task Exec_CommandFails_GivesExitCodeAndErrorOutput()
    {
        var client = cluster.Client;
        await using var space = await TestNamespace.CreateAsync(client);
        await RunPodAsync(client, space.Name);

        var result = await client.ExecAsync(space.Name, "box", "main", ["cat", "/no/such/file"], null, Token);

        Assert.Equal(1, result.ExitCode);
        Assert.Equal("", result.StandardOutput);
        Assert.Contains("/no/such/file", result.StandardError);
    }

    [Fact]
    public async Task Exec_ProgramMissing_IsAnErrorWithItsReason()
    {
        var client = cluster.Client;
        await using var space = await TestNamespace.CreateAsync(client);
        await RunPodAsync(client, space.Name);

        // Runtimes differ: some answer with exit code 126 or 127, some say that nothing could be started.
        var said = "";
        var code = 0;
        try
        {
            var result = await client.ExecAsync(space.Name, "box", "main", ["no-such-program"], null, Token);
            (code, said) = (result.ExitCode, result.StandardError);
        }
        catch (ClusterException error)
        {
            (code, said) = (127, error.Message);
        }

        Assert.NotEqual(0, code);
        Assert.Contains("no-such-program", said);
    }

    [Fact]
    public async Task Exec_ContainerOrPodMissing_ErrorNamesIt()
    {
        var client = cluster.Client;
        await using var space = await TestNamespace.CreateAsync(client);
        var pod = await Assert.ThrowsAsync<ClusterException>(() => client.ExecAsync(space.Name, "no-such-pod", null, ["true"], null, Token));
        await RunPodAsync(client, space.Name);
        var container = await Assert.ThrowsAsync<ClusterException>(() => client.ExecAsync(space.Name, "box", "no-such-container", ["true"], null, Token));

        Assert.Equal(HttpStatusCode.NotFound, pod.Status);
        Assert.Contains("no-such-pod", pod.Message);
        Assert.Contains("no-such-container", container.Message);
    }

    [Fact]
    public async Task Logs_Pod_GivesItsLines()
    {
        var client = cluster.Client;
        await using var space = await TestNamespace.CreateAsync(client);
        await RunPodAsync(client, space.Name);
        var lines = new List<string>();

        await foreach (var line in client.LogsAsync(space.Name, "box", "main", follow: false, tailLines: 10, Token))
        {
            lines.Add(line);
        }

        Assert.NotEmpty(lines);
        Assert.True(cluster.IsSimulated || lines.Contains("first line of main"), string.Join('\n', lines));
    }

    [Fact]
    public async Task Logs_PodMissing_ErrorNamesIt()
    {
        var error = await Assert.ThrowsAsync<ClusterException>(async () =>
        {
            await foreach (var _ in cluster.Client.LogsAsync("default", "no-such-pod", null, false, null, Token))
            {
                // There is none.
            }
        });

        Assert.Equal(HttpStatusCode.NotFound, error.Status);
        Assert.Contains("no-such-pod", error.Message);
    }

    private async Task RunPodAsync(ClusterClient client, string space)
    {
        await Controllers.RequireAsync(client, space, cluster.IsSimulated);
        var made = await client.ApplyAsync(Json.Object($$$"""
            {
              "apiVersion": "v1", "kind": "Pod", "metadata": {"name": "box", "namespace": "{{{space}}}"},
              "spec": {"terminationGracePeriodSeconds": 0, "containers": [{"name": "main", "image": "{{{cluster.ShellImage}}}", "command": ["sh", "-c", "echo first line of main; sleep 3600"]}]}
            }
            """), new ApplyOptions(), Token);
        var ready = await Eventually.BecomesTrueAsync(async () => IsReady(await client.GetAsync(made.Ref, Token)), 90);
        Assert.SkipUnless(ready || cluster.IsSimulated, $"no pod with the image {cluster.ShellImage} gets ready on this cluster; name one that can be pulled in MESHLAB_TEST_IMAGE");
    }

    private static bool IsReady(JsonObject? pod) => (pod?["status"]?["conditions"] as JsonArray ?? [])
        .Any(one => one?["type"]?.GetValue<string>() == "Ready" && one["status"]?.GetValue<string>() == "True");
}

/// <summary>Logs and commands on the demo cluster.</summary>
public sealed class DemoPodsTests(DemoClusterUnderTest cluster) : PodsContract(cluster), IClassFixture<DemoClusterUnderTest>;

/// <summary>Logs and commands on a real cluster.</summary>
public sealed class RealPodsTests(RealClusterUnderTest cluster) : PodsContract(cluster), IClassFixture<RealClusterUnderTest>;
