using MeshLab.Core.Changes;
using MeshLab.Core.Runs;
using MeshLab.Tests.Contract;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace MeshLab.Tests.Runs.Tree;

public sealed class RunObjectsTests(RunHost host) : IClassFixture<RunHost>
{
    private RunObjects Objects => host.Services.GetRequiredService<RunObjects>();

    [Fact]
    public async Task Tree_OfADeployment_LeadsFromTheNamespaceToItsPods()
    {
        await WriteAsync("tree-shop");
        var run = await host.RunAsync("tree-shop", RunAction.Deploy);

        var space = Assert.Single(await Objects.GetTreeAsync(run.Id, TestContext.Current.CancellationToken));

        Assert.Equal(("demo", "tree-shop", ObjectHealth.Healthy), (space.Cluster, space.Namespace, space.Health));
        Assert.Equal(["Deployment", "ConfigMap"], space.Children.Select(child => child.Kind));
        var pods = space.Pods().ToList();
        Assert.Equal(2, pods.Count);
        Assert.All(pods, pod => Assert.Equal((ObjectHealth.Healthy, 1, 0), (pod.Health, pod.Pod!.Ready, pod.Pod.Restarts)));
        Assert.Equal(["fortio"], pods[0].Pod!.Containers);
    }

    [Fact]
    public async Task Log_OfAPodOfTheRun_GivesItsLines()
    {
        await WriteAsync("tree-log");
        var run = await host.RunAsync("tree-log", RunAction.Deploy);
        var pod = (await Objects.GetTreeAsync(run.Id, TestContext.Current.CancellationToken)).SelectMany(space => space.Pods()).First();
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

        await foreach (var line in Objects.FollowLogAsync(pod.Cluster, pod.Namespace!, pod.Name, pod.Pod!.Containers[0], 10, enough.Token))
        {
            Assert.NotEmpty(line);
            return;
        }

        Assert.Fail("The pod wrote nothing.");
    }

    [Fact]
    public async Task Tree_AfterATeardown_IsEmpty()
    {
        await WriteAsync("tree-gone");
        var run = await host.RunAsync("tree-gone", RunAction.Deploy);
        await host.RunAsync("tree-gone", RunAction.Teardown);

        Assert.Empty(await Objects.GetTreeAsync(run.Id, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Usual_AfterTwoRuns_IsMadeOfTheEarlierOneOnly()
    {
        await WriteAsync("tree-usual");
        var first = await host.RunAsync("tree-usual", RunAction.Deploy);
        await host.RunAsync("tree-usual", RunAction.DryRun);
        var second = await host.RunAsync("tree-usual", RunAction.Deploy);
        var history = host.Services.GetRequiredService<RunHistory>();

        var usual = await history.GetUsualAsync(second, TestContext.Current.CancellationToken);

        Assert.Equal((1, first.FinishedAt - first.StartedAt), (usual.Runs, usual.Total));
        Assert.Equal(first.Steps[1].FinishedAt - first.Steps[1].StartedAt, usual.Of("web"));
        Assert.Equal(0, (await history.GetUsualAsync(first, TestContext.Current.CancellationToken)).Runs);
    }

    [Fact]
    public async Task Run_ThatEnds_IsToldOnce()
    {
        await WriteAsync("tree-ended");
        var told = new List<long>();
        using var subscription = host.Services.GetRequiredService<ChangeFeed>().Subscribe<RunEnded>(change =>
        {
            lock (told)
            {
                told.Add(change.RunId);
            }
        });

        var run = await host.RunAsync("tree-ended", RunAction.DryRun);

        await Eventually.TrueAsync(() => Task.FromResult(Told().Contains(run.Id)), "the end is told");
        Assert.Single(Told(), run.Id);

        List<long> Told()
        {
            lock (told)
            {
                return [.. told];
            }
        }
    }

    private Task WriteAsync(string name) => host.WriteScenarioAsync(name, $$"""
        - id: space
          title: Namespace
          namespace: { name: {{name}} }
        - id: web
          title: Web
          apply: [web.yaml]
        - id: ready
          title: Ready
          wait: { for: rollout, resource: deployment/web, namespace: {{name}} }
        """, "", ("web.yaml", $"{TestManifests.ConfigMap(name, "settings", "blue")}\n---\n{TestManifests.Deployment(name, "web", replicas: 2)}"));
}
