using MeshLab.Core.Experiments;
using MeshLab.Core.Runs;
using Xunit;

namespace MeshLab.Tests.Experiments;

/// <summary>An experiment on a MeshLab that stops and starts; also on PostgreSQL.</summary>
public class ExperimentRestartTests(ExperimentHost host) : IClassFixture<ExperimentHost>
{
    [Fact]
    public async Task Experiment_InterruptedByARestart_GoesOn_AndMeasuresNothingTwice()
    {
        var id = await host.PostAsync(1, "baseline");
        await host.UntilAsync(id, one => one.Trials.Any(trial => trial.Status == TrialStatus.Succeeded));
        var first = (await host.Experiments.GetAsync(id, TestContext.Current.CancellationToken))!.Trials.First(trial => trial.Figures is not null);

        await host.RestartAsync();
        var experiment = await host.UntilAsync(id, one => one.Status == ExperimentStatus.Succeeded);

        Assert.Equal(first.Figures!.From, experiment.Trials[first.Ordinal].Figures!.From);
        var runs = await host.Runs.ListHeadersAsync("mesh-cost-analysis", 100, TestContext.Current.CancellationToken);
        Assert.Equal([RunAction.Deploy, RunAction.Teardown], runs.Where(run => run.RequestedBy.StartsWith($"experiment {id},", StringComparison.Ordinal)).Select(run => run.Action).Order());
    }
}
