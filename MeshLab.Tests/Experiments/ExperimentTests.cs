using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using MeshLab.Core.Experiments;
using MeshLab.Core.Measurements;
using MeshLab.Core.Runs;
using Xunit;

namespace MeshLab.Tests.Experiments;

/// <summary>Whole experiments on demo clusters, through the job service and the API.</summary>
public sealed class ExperimentTests(ExperimentHost host) : IClassFixture<ExperimentHost>
{
    [Fact]
    public async Task Experiment_OfTwoVariants_IsMeasuredBlockByBlock_AndComparesThem()
    {
        var id = await host.PostAsync(2, "baseline", "istio-sidecar");

        var experiment = await host.UntilAsync(id, one => one.Status == ExperimentStatus.Succeeded);

        Assert.Equal([1, 1, 2, 2], experiment.Stages.Select(stage => stage.Repetition));
        Assert.All(experiment.Stages, stage => Assert.Equal((StageStatus.Done, true, true), (stage.Status, stage.DeployRunId is not null, stage.TeardownRunId is not null)));
        Assert.Empty(await host.Runs.GetOccupiedClustersAsync(TestContext.Current.CancellationToken));
        Assert.All(experiment.Trials, trial => Assert.Equal(Origin.Simulated, trial.Figures!.Origin));
        Assert.All(experiment.Trials, trial => Assert.True(trial.Figures!.Flags.Count == 0, string.Join("; ", trial.Figures.Notes)));
        Assert.True(experiment.Simulated);

        var document = (await host.Http.GetFromJsonAsync<JsonObject>($"/api/v1/experiments/{id}", TestContext.Current.CancellationToken))!;
        var sidecar = document["results"]!.AsArray().Single(cell => (string?)cell!["variant"] == "istio-sidecar")!["metrics"]!.AsArray();
        var proxy = sidecar.Single(metric => (string?)metric!["metric"] == "cpu.proxy")!;
        var latency = sidecar.Single(metric => (string?)metric!["metric"] == "p50")!;
        // The demo cluster's sidecar uses 0.2 cores for 1,000 requests/s and 2 mCPU idle; client, frontend and backend have one each.
        Assert.InRange((double)proxy["mean"]!, 0.015, 0.06);
        Assert.Equal((double)proxy["mean"]!, (double)proxy["effect"]!["difference"]!, 6);
        Assert.True((double)latency["effect"]!["difference"]! > 0.2, latency.ToJsonString());
        Assert.Equal("tooFewRepetitions", (string?)latency["effect"]!["verdict"]);
        Assert.Equal("simulated", (string?)document["results"]![0]!["origin"]);
    }

    [Fact]
    public async Task Cancel_DuringLoad_TearsDown_AndResumeMeasuresTheRest()
    {
        var id = await host.PostAsync(1, "baseline");
        await host.UntilAsync(id, one => one.Trials.Any(trial => trial.Status is TrialStatus.Running or TrialStatus.Reading));

        var cancel = await host.Http.PostAsync($"/api/v1/experiments/{id}/cancel", null, TestContext.Current.CancellationToken);
        var cancelled = await host.UntilAsync(id, one => one.Status == ExperimentStatus.Cancelled);
        var resume = await host.Http.PostAsync($"/api/v1/experiments/{id}/resume", null, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Accepted, cancel.StatusCode);
        Assert.NotNull(cancelled.Stages[0].TeardownRunId);
        Assert.Equal(HttpStatusCode.Accepted, resume.StatusCode);
        var resumed = await host.UntilAsync(id, one => one.Status == ExperimentStatus.Succeeded);
        Assert.NotEqual(cancelled.Stages[0].DeployRunId, resumed.Stages[0].DeployRunId);
        Assert.All(resumed.Trials, trial => Assert.NotNull(trial.Figures));
    }

    [Fact]
    public async Task Start_WithWhatCannotWork_TellsEverything_AndQueuesNothing()
    {
        var body = new { name = "", variants = new[] { new { name = "a", scenario = "no-such", cluster = "demo" }, new { name = "a", scenario = "no-such", cluster = "nowhere" } }, levels = new[] { new { qps = 0, connections = 0, durationSeconds = 1 } } };
        var before = (await host.Experiments.ListAsync(1_000, TestContext.Current.CancellationToken)).Count;

        var response = await host.Http.PostAsJsonAsync("/api/v1/experiments", body, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        var reasons = (await response.Content.ReadFromJsonAsync<JsonObject>(TestContext.Current.CancellationToken))!["reasons"]!.AsArray().Select(reason => (string?)reason).ToList();
        Assert.Contains(reasons, reason => reason!.Contains("name", StringComparison.Ordinal));
        Assert.Contains(reasons, reason => reason!.Contains("Two variants are called a", StringComparison.Ordinal));
        Assert.Contains(reasons, reason => reason!.Contains("0.1 to 100,000", StringComparison.Ordinal));
        Assert.Equal(before, (await host.Experiments.ListAsync(1_000, TestContext.Current.CancellationToken)).Count);
    }

    [Fact]
    public async Task Check_NamesClustersScenariosAndParameters_AndEstimatesTheTime()
    {
        var body = new
        {
            name = "check",
            variants = new object[]
            {
                new { name = "a", scenario = "no-such", cluster = "demo" },
                new { name = "b", scenario = "mesh-cost-analysis", cluster = "nowhere" },
                new { name = "c", scenario = "mesh-cost-analysis", cluster = "demo-east", parameters = new { variant = "nothing" } },
                new { name = "d", cluster = "demo-west" },
            },
            levels = new[] { new { qps = 100, connections = 8, durationSeconds = 60 } },
            repetitions = 2,
        };

        var response = await host.Http.PostAsJsonAsync("/api/v1/experiments/check", body, TestContext.Current.CancellationToken);

        var check = (await response.Content.ReadFromJsonAsync<JsonObject>(TestContext.Current.CancellationToken))!;
        var problems = string.Join('\n', check["problems"]!.AsArray().Select(problem => (string?)problem));
        Assert.Contains("Variant a: there is no valid scenario no-such.", problems, StringComparison.Ordinal);
        Assert.Contains("Variant b: there is no cluster nowhere.", problems, StringComparison.Ordinal);
        Assert.Contains("Variant c:", problems, StringComparison.Ordinal);
        Assert.Contains("Variant d: no pod to send the load from on demo-west", problems, StringComparison.Ordinal);
        Assert.Contains(check["warnings"]!.AsArray(), warning => ((string)warning!).Contains("need at least 7", StringComparison.Ordinal));
        Assert.True((double)check["takesSeconds"]! > 4 * 2 * 60);
    }
}
