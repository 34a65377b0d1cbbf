using MeshLab.Core.Clusters;
using MeshLab.Core.Runs;
using Xunit;

namespace MeshLab.Tests.Runs;

public class ResumeTests(RunHost host) : IClassFixture<RunHost>
{
    [Fact]
    public async Task RunThatWasCutOff_GoesOnAtItsStepAfterARestart()
    {
        await host.WriteScenarioAsync("resume", """
            - id: space
              title: Namespace
              namespace: { name: resume }
            - id: signal
              title: Signal
              wait: { for: exists, resource: configmap/signal, namespace: resume }
              timeout: 60s
            - id: after
              title: After
              apply: [after.yaml]
            """, "", ("after.yaml", TestManifests.ConfigMap("resume", "after", "x")));
        var run = await host.StartAsync("resume", RunAction.Deploy);
        await host.UntilAsync(run.Id, one => one.Steps[1].WaitsFor is not null);

        await host.RestartAsync();
        await host.UntilAsync(run.Id, one => one.Steps[1].Attempts == 2);
        await host.Demo.ApplyAsync(
            new() { ["apiVersion"] = "v1", ["kind"] = "ConfigMap", ["metadata"] = new System.Text.Json.Nodes.JsonObject { ["name"] = "signal", ["namespace"] = "resume" } },
            new ApplyOptions("somebody"), CancellationToken.None);
        var ended = await host.EndedAsync(run.Id);

        Assert.True(ended.Status == RunStatus.Succeeded, await host.LogAsync(run.Id));
        Assert.Equal([1, 2, 1], ended.Steps.Select(step => step.Attempts));
        Assert.Contains("MeshLab was restarted; resuming at step signal", await host.LogAsync(run.Id));
        var lines = await host.Runs.GetLogAsync(run.Id, 0, 10_000, CancellationToken.None);
        Assert.Equal(Enumerable.Range(1, lines.Count).Select(seq => (long)seq), lines.Select(line => line.Seq));
    }
}
