using MeshLab.Core.Clusters;
using MeshLab.Core.Runs;
using Xunit;

namespace MeshLab.Tests.Runs;

public sealed class FailureTests(RunHost host) : IClassFixture<RunHost>
{
    private const string Waiting = """
        - id: space
          title: Namespace
          namespace: { name: NAME }
        - id: signal
          title: Signal
          wait: { for: exists, resource: configmap/signal, namespace: NAME }
          timeout: 60s
        - id: after
          title: After
          apply: [after.yaml]
        """;

    [Fact]
    public async Task Timeout_NamesWhatTheStepLastWaitedFor_AndRetryContinuesThere()
    {
        await WriteWaitingAsync("fail-timeout", "1s");

        var failed = await host.RunAsync("fail-timeout", RunAction.Deploy);

        Assert.Equal(RunStatus.Failed, failed.Status);
        Assert.Equal([StepStatus.Succeeded, StepStatus.Failed, StepStatus.Pending], failed.Steps.Select(step => step.Status));
        Assert.Contains("Not done within 1 seconds", failed.Steps[1].Error);
        Assert.Contains("ConfigMap fail-timeout/signal: it is not there", failed.Steps[1].Error);

        await SignalAsync("fail-timeout");
        await host.Runs.RetryAsync(failed.Id, CancellationToken.None);
        var retried = await host.EndedAsync(failed.Id);

        Assert.True(retried.Status == RunStatus.Succeeded, await host.LogAsync(failed.Id));
        Assert.Equal([1, 2, 1], retried.Steps.Select(step => step.Attempts));
        Assert.Contains("Continuing at step signal", await host.LogAsync(failed.Id));
    }

    [Fact]
    public async Task CheckThatOutlastsItsStep_SaysWhatItFound_AndKeepsTheEvidence()
    {
        await host.WriteScenarioAsync("fail-check", """
            - id: space
              title: Namespace
              namespace: { name: fail-check }
            - id: app
              title: App
              apply: [app.yaml]
              timeout: 6s
              verify:
                - title: Somebody answers
                  exec: { in: deploy/web, namespace: fail-check, command: [fortio, curl, -quiet, "http://nowhere:9898/"] }
            """, "", ("app.yaml", TestManifests.Deployment("fail-check", "web")));

        var run = await host.RunAsync("fail-check", RunAction.Deploy);

        Assert.Equal(RunStatus.Failed, run.Status);
        Assert.StartsWith("Somebody answers: exit code 1", run.Steps[1].Error, StringComparison.Ordinal);
        Assert.False(Assert.Single(run.Steps[1].Evidence).Held);
        Assert.Contains("✗ Somebody answers", await host.LogAsync(run.Id));
    }

    [Fact]
    public async Task Cancel_StopsARunningStep_AndRetryGoesOn()
    {
        await WriteWaitingAsync("fail-cancel", "60s");
        var run = await host.StartAsync("fail-cancel", RunAction.Deploy);
        await host.UntilAsync(run.Id, one => one.Steps[1].WaitsFor is not null);

        Assert.True(await host.Runs.CancelAsync(run.Id, CancellationToken.None));

        var cancelled = await host.EndedAsync(run.Id);
        Assert.Equal((RunStatus.Cancelled, StepStatus.Cancelled), (cancelled.Status, cancelled.Steps[1].Status));
        Assert.False(await host.Runs.CancelAsync(run.Id, CancellationToken.None));
        await SignalAsync("fail-cancel");
        await host.Runs.RetryAsync(run.Id, CancellationToken.None);
        Assert.Equal(RunStatus.Succeeded, (await host.EndedAsync(run.Id)).Status);
    }

    [Fact]
    public async Task SecondRunOnTheCluster_WaitsForTheFirst_AndCanBeCancelledInTheQueue()
    {
        await WriteWaitingAsync("fail-queue", "60s");
        var first = await host.StartAsync("fail-queue", RunAction.Deploy);
        await host.UntilAsync(first.Id, one => one.Steps[1].WaitsFor is not null);

        var second = await host.StartAsync("fail-queue", RunAction.Deploy);
        var third = await host.StartAsync("fail-queue", RunAction.DryRun);

        var queued = await host.UntilAsync(second.Id, run => run.WaitsFor is not null);
        Assert.Equal((RunStatus.Queued, $"Waits for run {first.Id} (fail-queue, deploy) on demo"), (queued.Status, queued.WaitsFor));
        Assert.True(await host.Runs.CancelAsync(second.Id, CancellationToken.None));
        Assert.Equal(RunStatus.Cancelled, (await host.EndedAsync(second.Id)).Status);
        await SignalAsync("fail-queue");
        Assert.Equal(RunStatus.Succeeded, (await host.EndedAsync(first.Id)).Status);
        Assert.Equal(RunStatus.Succeeded, (await host.EndedAsync(third.Id)).Status);
    }

    [Fact]
    public async Task RunsOnDifferentClusters_GoOnTogether()
    {
        await WriteWaitingAsync("fail-apart", "60s");
        var first = await host.StartAsync("fail-apart", RunAction.Deploy);
        await host.UntilAsync(first.Id, one => one.Steps[1].WaitsFor is not null);

        var other = await host.Runs.StartAsync(new RunRequest("fail-apart", RunAction.DryRun, new Dictionary<string, string> { ["main"] = "demo-east" }, new Dictionary<string, string>(), "test"), CancellationToken.None);

        Assert.Equal(RunStatus.Succeeded, (await host.EndedAsync(other.Id)).Status);
        Assert.Equal(RunStatus.Running, (await host.Runs.GetAsync(first.Id, CancellationToken.None))!.Status);
        await SignalAsync("fail-apart");
        await host.EndedAsync(first.Id);
    }

    [Fact]
    public async Task FailedCheck_KeepsWhatWasFound()
    {
        await host.WriteScenarioAsync("fail-check", """
            - id: space
              title: Namespace
              namespace: { name: fail-check }
            - id: config
              title: Config
              apply: [config.yaml]
              verify:
                - title: The value is right
                  timeout: 1s
                  assert:
                    apiVersion: v1
                    kind: ConfigMap
                    metadata: { name: config, namespace: fail-check }
                    data: { value: right }
            """, "", ("config.yaml", TestManifests.ConfigMap("fail-check", "config", "wrong")));

        var run = await host.RunAsync("fail-check", RunAction.Deploy);

        Assert.Equal(RunStatus.Failed, run.Status);
        var evidence = Assert.Single(run.Steps[1].Evidence);
        Assert.False(evidence.Held);
        Assert.Contains("data.value is \"wrong\", expected \"right\"", evidence.Found);
    }

    [Fact]
    public async Task Retries_AreCountedAndBackOff()
    {
        await host.WriteScenarioAsync("fail-retries", """
            - id: config
              title: Config in a namespace that is not there
              apply: [config.yaml]
              retries: 1
              timeout: 60s
            """, "", ("config.yaml", TestManifests.ConfigMap("fail-no-such-namespace", "config", "x")));

        var run = await host.RunAsync("fail-retries", RunAction.Deploy);

        Assert.Equal((RunStatus.Failed, 2), (run.Status, run.Steps[0].Attempts));
        Assert.Contains("fail-no-such-namespace", run.Steps[0].Error);
        Assert.Contains("Trying again in", await host.LogAsync(run.Id));
    }

    [Fact]
    public async Task Conflict_IsShownFieldByField()
    {
        await host.Demo.ApplyAsync(new() { ["apiVersion"] = "v1", ["kind"] = "Namespace", ["metadata"] = new System.Text.Json.Nodes.JsonObject { ["name"] = "fail-conflict", ["labels"] = new System.Text.Json.Nodes.JsonObject { ["team"] = "a" } } }, new ApplyOptions("somebody"), CancellationToken.None);
        await host.WriteScenarioAsync("fail-conflict", """
            - id: space
              title: Namespace
              namespace: { name: fail-conflict, labels: { team: b } }
            """);

        var run = await host.RunAsync("fail-conflict", RunAction.Deploy);

        Assert.Equal(RunStatus.Failed, run.Status);
        Assert.Contains(".metadata.labels.team is owned by somebody", run.Steps[0].Error);
    }

    [Fact]
    public async Task Preflight_NamesEveryProblem()
    {
        await host.WriteScenarioAsync("fail-preflight", """
            - id: space
              title: Namespace
              namespace: { name: fail-preflight }
            """, """
            parameters:
              - { name: count, type: integer, default: 1 }
            """);
        var request = new RunRequest("fail-preflight", RunAction.Deploy, new Dictionary<string, string> { ["main"] = "nowhere", ["other"] = "demo" }, new Dictionary<string, string> { ["count"] = "many" }, "test");

        var refused = await Assert.ThrowsAsync<RunRefusedException>(() => host.Runs.StartAsync(request, CancellationToken.None));

        Assert.Contains(refused.Problems, problem => problem.Contains("no role other", StringComparison.Ordinal));
        Assert.Contains(refused.Problems, problem => problem.Contains("no cluster nowhere", StringComparison.Ordinal));
        Assert.Contains(refused.Problems, problem => problem.Contains("count must be a whole number", StringComparison.Ordinal));
    }

    [Fact]
    public async Task PodThatCannotStart_IsExplainedWhileItIsWaitedForAndInTheError()
    {
        await host.WriteScenarioAsync("fail-image", """
            - id: space
              title: Namespace
              namespace: { name: fail-image }
            - id: app
              title: App
              apply: [app.yaml]
              timeout: 6s
            """, "", ("app.yaml", TestManifests.Deployment("fail-image", "web", image: "fortio/fortio:does-not-exist")));

        var started = await host.StartAsync("fail-image", RunAction.Deploy);

        await host.UntilAsync(started.Id, run => run.Steps[1].WaitsFor?.Contains("ImagePull", StringComparison.Ordinal) == true);
        var run = await host.EndedAsync(started.Id);
        Assert.Equal(RunStatus.Failed, run.Status);
        Assert.Contains("Deployment fail-image/web: 0 of 1 ready; pod web-", run.Steps[1].Error);
        Assert.Contains("Warning Failed on Pod web-", run.Steps[1].Error);
    }

    [Fact]
    public async Task ScenarioThatConflicts_IsRefusedUntilTheOtherIsTornDown()
    {
        await WriteWaitingAsync("fail-first", "60s");
        await host.WriteScenarioAsync("fail-second", """
            - id: space
              title: Namespace
              namespace: { name: fail-second }
            """, "conflicts: [fail-first]");
        var first = await host.StartAsync("fail-first", RunAction.DryRun);
        await host.EndedAsync(first.Id);
        first = await host.StartAsync("fail-first", RunAction.Deploy);

        // A dry run changes nothing, so nothing stands in its way.
        var second = await host.Runs.StartAsync(new RunRequest("fail-second", RunAction.DryRun, new Dictionary<string, string> { ["main"] = "demo" }, new Dictionary<string, string>(), "test"), CancellationToken.None);
        await host.UntilAsync(first.Id, one => one.Steps[1].WaitsFor is not null);
        var refused = await Assert.ThrowsAsync<RunRefusedException>(() => host.StartAsync("fail-second", RunAction.Deploy));
        await SignalAsync("fail-first");
        await host.EndedAsync(first.Id);

        Assert.Equal(RunStatus.Succeeded, (await host.EndedAsync(second.Id)).Status);
        Assert.Contains("fail-first", refused.Message);
        await host.RunAsync("fail-first", RunAction.Teardown);
        Assert.Equal(RunStatus.Succeeded, (await host.RunAsync("fail-second", RunAction.Deploy)).Status);
    }

    private Task WriteWaitingAsync(string name, string timeout) => host.WriteScenarioAsync(
        name, Waiting.Replace("NAME", name).Replace("60s", timeout), "", ("after.yaml", TestManifests.ConfigMap(name, "after", "x")));

    private Task SignalAsync(string @namespace) => host.Demo.ApplyAsync(
        new() { ["apiVersion"] = "v1", ["kind"] = "ConfigMap", ["metadata"] = new System.Text.Json.Nodes.JsonObject { ["name"] = "signal", ["namespace"] = @namespace } },
        new ApplyOptions("somebody"), CancellationToken.None);
}
