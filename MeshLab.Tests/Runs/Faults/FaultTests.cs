using MeshLab.Core.Runs;
using MeshLab.Tests.Contract;
using Xunit;

namespace MeshLab.Tests.Runs.Faults;

/// <summary>
/// Runs through an API server that misbehaves. A small scenario goes through each fault every time; with <c>MESHLAB_FAULTS=1</c>
/// (<c>scripts/fault-test.sh</c>) the Istio tutorial goes through each, and every scenario through all in turn.
/// </summary>
public sealed class FaultTests
{
    private const string Small = """
        - id: space
          title: Namespace
          namespace: { name: fault-small }
        - id: many
          title: Many
          apply: [many.yaml]
        - id: app
          title: App
          apply: [app.yaml]
          verify:
            - title: It answers
              exec: { in: deploy/web, namespace: fault-small, command: [fortio, curl, http://localhost:8080/echo], times: 20 }
              expect: { exitCode: 0 }
              timeout: 60s
        - id: wait
          title: Wait
          wait: { for: rollout, resource: deployment/web, namespace: fault-small }
        """;

    public static TheoryData<string> Faults() => [.. FaultKinds.Names];

    public static TheoryData<string> Scenarios() =>
    [
        .. Directory.EnumerateDirectories(MeshLab.Tests.Scenarios.ScenarioFolder.Shipped).Where(folder => File.Exists(Path.Combine(folder, "scenario.yaml"))).Select(folder => Path.GetFileName(folder)!).Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task SmallScenario_ThroughAFault_SucceedsAndIsWhole(string fault)
    {
        await using var host = await FaultHost.StartAsync(shipped: false, withPlugin: fault == "token");
        await host.Host.WriteScenarioAsync("fault-small", Small, "",
            ("app.yaml", TestManifests.Deployment("fault-small", "web", 2)),
            ("many.yaml", string.Join("\n---\n", Enumerable.Range(0, 40).Select(number => TestManifests.ConfigMap("fault-small", $"map-{number}", "x")))));

        await host.HoldAsync("fault-small", () => FaultKinds.Of(fault, host.Proxy));

        Assert.Equal(RunStatus.Succeeded, (await host.RunAsync("fault-small", RunAction.Teardown)).Status);
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task SmallScenario_OnARealCluster_ThroughAFault_SucceedsAndIsWhole(string fault)
    {
        using var real = new RealClusterUnderTest();
        await ClusterPods.RequireAsync(real.Client);
        await using var host = await FaultHost.StartOnAsync(real.Client.Cluster, Environment.GetEnvironmentVariable("MESHLAB_TEST_KUBECONFIG")!, withPlugin: fault == "token");
        var name = $"meshlab-test-{Guid.NewGuid().ToString("N")[..10]}";
        await host.Host.WriteScenarioAsync(name, Small.Replace("fault-small", name, StringComparison.Ordinal), "",
            ("app.yaml", TestManifests.Deployment(name, "web", 2)),
            ("many.yaml", string.Join("\n---\n", Enumerable.Range(0, 40).Select(number => TestManifests.ConfigMap(name, $"map-{number}", "x")))));

        await host.HoldAsync(name, () => FaultKinds.Of(fault, host.Proxy));

        Assert.Equal(RunStatus.Succeeded, (await host.RunAsync(name, RunAction.Teardown)).Status);
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task IstioTutorial_ThroughAFault_SucceedsAndIsWhole(string fault)
    {
        SkipUnlessAsked();
        await using var host = await FaultHost.StartAsync(shipped: true, withPlugin: fault == "token");

        await host.HoldAsync("istio-tutorial", () => FaultKinds.Of(fault, host.Proxy));
    }

    [Theory]
    [MemberData(nameof(Scenarios))]
    public async Task Scenario_ThroughAllFaultsInTurn_SucceedsAndIsWhole(string scenario)
    {
        SkipUnlessAsked();
        await using var host = await FaultHost.StartAsync(shipped: true);

        await host.HoldAsync(scenario, () => FaultKinds.Rotate(host.Proxy, TimeProvider.System));

        host.Proxy.Fault = FaultKinds.Rotate(host.Proxy, TimeProvider.System);
        var teardown = await host.RunAsync(scenario, RunAction.Teardown);
        Assert.True(teardown.Status == RunStatus.Succeeded, await host.Host.LogAsync(teardown.Id));
    }

    [Fact]
    public async Task CredentialsThatAreNotRenewed_AreAClearError()
    {
        await using var host = await FaultHost.StartAsync(shipped: false);
        await host.Host.WriteScenarioAsync("fault-small", Small, "", ("app.yaml", TestManifests.Deployment("fault-small", "web", 1)), ("many.yaml", TestManifests.ConfigMap("fault-small", "map", "x")));
        var started = await host.Host.StartAsync("fault-small", RunAction.Deploy);
        host.Proxy.Fault = (context, _) => Clusters.Connections.ScriptedServer.StatusAsync(context, 401, "Unauthorized", "Unauthorized");

        var run = await host.Host.EndedAsync(started.Id);

        Assert.Equal(RunStatus.Failed, run.Status);
        Assert.Contains("The credentials of this context are not valid (any more)", run.Steps.Select(step => step.Error).OfType<string>().Single());
    }

    private static void SkipUnlessAsked() =>
        Assert.SkipUnless(Environment.GetEnvironmentVariable("MESHLAB_FAULTS") is { Length: > 0 }, "set MESHLAB_FAULTS=1, or run scripts/fault-test.sh; takes a quarter of an hour");
}
