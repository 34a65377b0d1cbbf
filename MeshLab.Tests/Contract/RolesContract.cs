using System.Net;
using MeshLab.Core.Clusters;
using MeshLab.Core.Clusters.Objects;
using MeshLab.Core.Measurements.Sources;
using MeshLab.Core.Runs;
using MeshLab.Tests.Runs;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace MeshLab.Tests.Contract;

/// <summary>What MeshLab can do with each shipped ClusterRole, and what it says that it cannot.</summary>
public abstract class RolesContract(IClusterUnderTest cluster)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task NoRole_ClusterIsReachable_AndEveryRightIsNamedWithItsPurpose()
    {
        await using var account = await BindAsync();

        var status = await account.ProbeAsync();

        Assert.True(status.Reachable, status.Error);
        Assert.Null(status.Nodes);
        Assert.False(status.MeshesKnown);
        Assert.Contains(status.MissingRights, one => one is { Right: "list nodes", Role: "meshlab-view" });
        Assert.Contains(status.MissingRights, one => one is { Right: "get nodes/proxy", Purpose: "to read usage from the kubelets", Role: "meshlab-measure" });
        Assert.Contains(status.MissingRights, one => one is { Right: "create pods/exec", Role: "meshlab-deploy" });
    }

    [Fact]
    public async Task View_SeesNodesMeshesAndWorkloads_AndLacksUsageAndRuns()
    {
        await using var account = await BindAsync("view");

        var status = await account.ProbeAsync();

        Assert.NotNull(status.Nodes);
        Assert.True(status.MeshesKnown);
        Assert.DoesNotContain(status.MissingRights, one => one.Role == "meshlab-view");
        Assert.Equal("The right to get nodes/proxy is missing.", status.Findings.Single(one => one.Name == KubeletSummarySource.Name).Reason);
        await account.Client.ListAsync("v1", "Pod", null, null, Token);
        var refused = await Assert.ThrowsAsync<ClusterException>(() => ((IUsageSource)new KubeletSummarySource()).ReadAsync(account.Client, Token));
        Assert.Contains("does not allow get on nodes/proxy", refused.Message);
        var secrets = await Assert.ThrowsAsync<ClusterException>(() => account.Client.ListAsync("v1", "Secret", null, null, Token));
        Assert.Equal(HttpStatusCode.Forbidden, secrets.Status);
    }

    [Fact]
    public async Task Measure_ReadsTheKubelets_AndLacksRunsOnly()
    {
        await using var account = await BindAsync("view", "measure");

        var status = await account.ProbeAsync();

        Assert.All(status.MissingRights, one => Assert.Equal("meshlab-deploy", one.Role));
        Assert.Contains(KubeletSummarySource.Name, status.Sources);
        var reading = await ((IUsageSource)new KubeletSummarySource()).ReadAsync(account.Client, Token);
        Assert.NotEmpty(reading.Observations);
        await Assert.ThrowsAsync<ClusterException>(() => account.Client.ApplyAsync(Json.Object("""{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"meshlab-test-refused"}}"""), new ApplyOptions(DryRun: true), Token));
    }

    [Fact]
    public async Task View_RunOfAScenario_IsRefusedWithTheRightsThatAreMissing()
    {
        await using var account = await BindAsync("view");
        await using var host = await HostAsync(account, "meshlab-test-refused");

        var refused = await Assert.ThrowsAsync<RunRefusedException>(() => host.Runs.StartAsync(Request(RunAction.Deploy), Token));

        var problem = Assert.Single(refused.Problems);
        Assert.Contains("On account the user may not create, patch namespaces; create, patch configmaps in meshlab-test-refused", problem);
        Assert.Contains("meshlab-deploy", problem);
    }

    [Fact]
    public async Task Deploy_DeploysVerifiesAndTearsDown()
    {
        await using var account = await BindAsync("view", "deploy");
        var space = $"meshlab-test-{Guid.NewGuid().ToString("N")[..10]}";
        await using var host = await HostAsync(account, space);

        foreach (var action in new[] { RunAction.DryRun, RunAction.Deploy, RunAction.Verify, RunAction.Teardown })
        {
            var run = await host.EndedAsync((await host.Runs.StartAsync(Request(action), Token)).Id);
            Assert.True(run.Status == RunStatus.Succeeded, $"{action}: {run.Error}\n{await host.LogAsync(run.Id)}");
        }

        Assert.Null(await cluster.Client.GetAsync(new ObjectRef("v1", "Namespace", null, space), Token));
        Assert.All((await account.ProbeAsync()).MissingRights, one => Assert.Equal("meshlab-measure", one.Role));
    }

    private async Task<BoundAccount> BindAsync(params string[] roles)
    {
        var client = cluster.Client;
        Assert.SkipWhen(cluster.IsSimulated, "The demo cluster lets everybody do everything; roles are tried on the cluster in MESHLAB_TEST_KUBECONFIG.");
        return await BoundAccount.CreateAsync(client, roles);
    }

    private static async Task<RunHost> HostAsync(BoundAccount account, string space)
    {
        var host = new RunHost { Configure = options => options.Kubeconfig = account.Kubeconfig };
        await host.InitializeAsync();
        await host.WriteScenarioAsync(
            "roles",
            $$"""
            - id: space
              title: A namespace
              namespace: { name: {{space}} }
            - id: settings
              title: Settings
              apply: { files: [settings.yaml], namespace: {{space}} }
              verify:
                - title: The settings are there
                  assert: { apiVersion: v1, kind: ConfigMap, metadata: { name: settings, namespace: {{space}} }, data: { colour: blue } }
            """,
            files: ("settings.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: settings }\ndata: { colour: blue }\n"));
        return host;
    }

    private static RunRequest Request(RunAction action) => new("roles", action, new Dictionary<string, string> { ["main"] = "account" }, new Dictionary<string, string>(), "test");
}

/// <summary>On the demo cluster.</summary>
public sealed class DemoRolesTests(DemoClusterUnderTest cluster) : RolesContract(cluster), IClassFixture<DemoClusterUnderTest>;

/// <summary>On a real cluster.</summary>
public sealed class RealRolesTests(RealClusterUnderTest cluster) : RolesContract(cluster), IClassFixture<RealClusterUnderTest>;
