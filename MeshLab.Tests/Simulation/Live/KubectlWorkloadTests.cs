using System.Collections.Concurrent;
using MeshLab.Tests.Contract;
using Xunit;

namespace MeshLab.Tests.Simulation.Live;

/// <summary>The real kubectl against a demo cluster whose controllers run.</summary>
public sealed class KubectlWorkloadTests(LiveCluster cluster) : IClassFixture<LiveCluster>
{
    [Fact]
    public async Task Rollout_Deployment_IsReadyAndScalesAndRestarts()
    {
        await Kubectl("create", "namespace", "roll");
        await cluster.ApplyAsync(SimulatedCluster.Deployment("web", 2, "ghcr.io/stefanprodan/podinfo:6.14.1", "roll"));
        var rolled = await Kubectl("rollout", "status", "deployment/web", "-n", "roll", "--timeout=30s");
        var wide = await Kubectl("get", "pods", "-n", "roll", "-o", "wide");
        await Kubectl("scale", "deployment/web", "--replicas=3", "-n", "roll");
        await Kubectl("rollout", "status", "deployment/web", "-n", "roll", "--timeout=30s");
        var deployment = await Kubectl("get", "deployment", "web", "-n", "roll");
        await Kubectl("set", "image", "deployment/web", "app=ghcr.io/stefanprodan/podinfo:6.15.0", "-n", "roll");
        await Kubectl("rollout", "status", "deployment/web", "-n", "roll", "--timeout=30s");
        var images = await Kubectl("get", "pods", "-n", "roll", "-o", "jsonpath={.items[*].spec.containers[*].image}");
        var history = await Kubectl("rollout", "history", "deployment/web", "-n", "roll");
        await Kubectl("rollout", "undo", "deployment/web", "-n", "roll");
        await Kubectl("rollout", "status", "deployment/web", "-n", "roll", "--timeout=30s");
        await Kubectl("wait", "--for=condition=Available", "deployment/web", "-n", "roll", "--timeout=30s");

        Assert.Contains("successfully rolled out", rolled);
        Assert.Contains("1/1", wide);
        Assert.Contains("Running", wide);
        Assert.Contains("10.244.", wide);
        Assert.Contains("3/3", deployment);
        Assert.Equal("ghcr.io/stefanprodan/podinfo:6.15.0", Assert.Single(images.Split(' ').Distinct()));
        Assert.Contains("2", history);
    }

    [Fact]
    public async Task Delete_Deployment_Cascades()
    {
        await Kubectl("create", "namespace", "cascade");
        await cluster.ApplyAsync(SimulatedCluster.Deployment("web", 2, @namespace: "cascade"));
        await Kubectl("rollout", "status", "deployment/web", "-n", "cascade", "--timeout=30s");
        await Kubectl("delete", "deployment", "web", "-n", "cascade", "--cascade=foreground", "--timeout=20s");
        await Kubectl("wait", "--for=delete", "pod", "-l", "app=web", "-n", "cascade", "--timeout=20s");
        var left = await Kubectl("get", "rs,pods", "-n", "cascade", "-o", "name");

        Assert.Equal("", left);
    }

    [Fact]
    public async Task Logs_OfDeployment_StartWithTheMarker()
    {
        await Kubectl("create", "namespace", "logs");
        await cluster.ApplyAsync(SimulatedCluster.Deployment("web", 1, "ghcr.io/stefanprodan/podinfo:6.14.1", "logs"));
        await Kubectl("rollout", "status", "deployment/web", "-n", "logs", "--timeout=30s");
        var log = await Kubectl("logs", "deployment/web", "-n", "logs");
        var tail = await Kubectl("logs", "deployment/web", "-n", "logs", "--tail=1");

        Assert.StartsWith("[simulated]", log);
        Assert.Contains("Starting podinfo", log);
        Assert.Equal(2, tail.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task Logs_Following_EndWhenThePodGoes()
    {
        await Kubectl("create", "namespace", "follow");
        await cluster.ApplyAsync(SimulatedCluster.Deployment("web", 1, @namespace: "follow"));
        await Kubectl("rollout", "status", "deployment/web", "-n", "follow", "--timeout=30s");
        var log = new ConcurrentQueue<string>();
        var first = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var following = TestTool.FollowAsync("kubectl", cluster.Kubeconfig, line => { log.Enqueue(line); first.TrySetResult(); }, "logs", "deployment/web", "-n", "follow", "-f");
        await first.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        await Kubectl("delete", "deployment", "web", "-n", "follow");

        Assert.Equal(0, await following);
        Assert.Contains(log, line => line.Contains("app started", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Events_AfterStart_TellThePodsStory()
    {
        await Kubectl("create", "namespace", "events");
        await cluster.ApplyAsync(SimulatedCluster.Deployment("web", 1, @namespace: "events"));
        await Kubectl("rollout", "status", "deployment/web", "-n", "events", "--timeout=30s");
        var events = await Kubectl("events", "-n", "events");
        var described = await Kubectl("describe", "pod", "-n", "events");

        Assert.Contains("Scheduled", events);
        Assert.Contains("ScalingReplicaSet", events);
        Assert.Contains("Started", described);
        Assert.Contains("Successfully assigned events/web-", described);
    }

    [Fact]
    public async Task Image_ThatDoesNotExist_ShowsImagePullBackOff()
    {
        await Kubectl("create", "namespace", "broken");
        await cluster.ApplyAsync(SimulatedCluster.Deployment("web", 1, "web:does-not-exist", "broken"));
        var status = "";
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!status.Contains("ImagePullBackOff", StringComparison.Ordinal) && !deadline.IsCancellationRequested)
        {
            status = await Kubectl("get", "pods", "-n", "broken");
        }

        var logs = await TestTool.RunAsync("kubectl", cluster.Kubeconfig, "logs", "deployment/web", "-n", "broken");

        Assert.Contains("ImagePullBackOff", status);
        Assert.Contains("trying and failing to pull image", logs.StandardError);
    }

    [Fact]
    public async Task Job_WaitedFor_Completes()
    {
        await cluster.ApplyAsync("---\napiVersion: batch/v1\nkind: Job\nmetadata: {name: once}\nspec: {template: {spec: {restartPolicy: Never, containers: [{name: main, image: 'busybox:1', command: [echo, hello there]}]}}}");
        await Kubectl("wait", "--for=condition=complete", "job/once", "--timeout=30s");
        var log = await Kubectl("logs", "job/once");

        Assert.Contains("hello there", log);
    }

    [Fact]
    public async Task Restart_OfTheServer_FindsTheClusterAsItWas()
    {
        await using var own = new LiveCluster();
        await own.InitializeAsync();
        await own.ApplyAsync(SimulatedCluster.Deployment("web", 2));
        await own.RunAsync("kubectl", "rollout", "status", "deployment/web", "--timeout=30s");
        var before = await own.RunAsync("kubectl", "get", "pods", "-o", "jsonpath={.items[*].metadata.uid}");
        await own.RestartAsync();
        var after = await own.RunAsync("kubectl", "get", "pods", "-o", "jsonpath={.items[*].metadata.uid}");
        await own.RunAsync("kubectl", "scale", "deployment/web", "--replicas=3");
        await own.RunAsync("kubectl", "rollout", "status", "deployment/web", "--timeout=30s");

        Assert.Equal(before, after);
    }

    private Task<string> Kubectl(params string[] arguments) => cluster.RunAsync("kubectl", arguments);
}
