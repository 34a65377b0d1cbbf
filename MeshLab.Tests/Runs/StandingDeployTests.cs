using MeshLab.Core.Runs;
using Xunit;

namespace MeshLab.Tests.Runs;

/// <summary>Verification and teardown know what the deploy that stands on the clusters was given.</summary>
public class StandingDeployTests(RunHost host) : IClassFixture<RunHost>
{
    [Fact]
    public async Task VerifyAndTeardown_TakeTheParametersOfTheStandingDeploy()
    {
        await WriteAsync("standing");
        var deploy = await host.RunAsync("standing", RunAction.Deploy, new() { ["colour"] = "green", ["password"] = "hunter2-standing" });
        Assert.True(deploy.Status == RunStatus.Succeeded, await host.LogAsync(deploy.Id));

        var standing = await host.Runs.FindStandingAsync("standing", deploy.Clusters, CancellationToken.None);
        var verify = await host.RunAsync("standing", RunAction.Verify);
        var otherwise = await host.RunAsync("standing", RunAction.Verify, new() { ["colour"] = "red" });
        var teardown = await host.RunAsync("standing", RunAction.Teardown);

        Assert.Equal((deploy.Id, "green"), (standing!.RunId, standing.Parameters["colour"]));
        Assert.Equal(["password"], standing.Secrets);
        Assert.DoesNotContain("password", standing.Parameters.Keys);
        Assert.True(verify.Status == RunStatus.Succeeded, await host.LogAsync(verify.Id));
        Assert.Equal("green", verify.Parameters["colour"]);
        Assert.Equal(RunStatus.Failed, otherwise.Status);
        Assert.True(teardown.Status == RunStatus.Succeeded, await host.LogAsync(teardown.Id));
        Assert.Null(await host.Runs.FindStandingAsync("standing", deploy.Clusters, CancellationToken.None));
        Assert.DoesNotContain("hunter2-standing", await host.DatabaseTextAsync());
    }

    [Fact]
    public async Task Deploy_TakesNothingFromAnEarlierOne()
    {
        await WriteAsync("standing-again");
        await host.RunAsync("standing-again", RunAction.Deploy, new() { ["colour"] = "green", ["password"] = "hunter2-again" });

        var refused = await Assert.ThrowsAsync<RunRefusedException>(() => host.StartAsync("standing-again", RunAction.Deploy));

        Assert.Contains("password", Assert.Single(refused.Problems));
    }

    private Task WriteAsync(string name) => host.WriteScenarioAsync(name, $$$"""
        - id: space
          title: Namespace
          namespace: { name: {{{name}}} }
        - id: map
          title: Map
          apply:
            objects:
              - apiVersion: v1
                kind: ConfigMap
                metadata: { name: map, namespace: {{{name}}} }
                data: { colour: "{{ colour }}", password: "{{ password }}" }
          verify:
            - title: The colour is right
              assert: { apiVersion: v1, kind: ConfigMap, metadata: { name: map, namespace: {{{name}}} }, data: { colour: "{{ colour }}" } }
              timeout: 2s
        """, """
        parameters:
          - { name: colour, default: blue }
          - { name: password, type: secret }
        """);
}
