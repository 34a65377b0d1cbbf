using MeshLab.Core.Experiments;
using MeshLab.Core.Experiments.Planning;
using Xunit;

namespace MeshLab.Tests.Experiments.Planning;

public sealed class TimeEstimateTests
{
    private static readonly DateTimeOffset _start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Two blocks of two variants; a deployment that is done took 100 s, so the one of its variant that is to come takes as long.</summary>
    [Fact]
    public void Left_OneDeploymentDone_TakesItsTimeForThatVariant()
    {
        // Nothing to deploy: 2 s of warm-up and twice 10 s of load with 15 s of waiting are 52 s for the variant not seen yet.
        var experiment = Running(Stage(0, "baseline", StageStatus.Done, 0, 100), Stage(1, "mesh", StageStatus.Pending), Stage(2, "mesh", StageStatus.Pending), Stage(3, "baseline", StageStatus.Pending));

        Assert.Equal(TimeSpan.FromSeconds(52 + 52 + 100), TimeEstimate.Left(experiment, _start.AddSeconds(100)));
    }

    [Fact]
    public void Left_VariantNotDeployedYet_TakesAsLongAsThoseThatWere()
    {
        var experiment = Running(Stage(0, "baseline", StageStatus.Done, 0, 100), Stage(1, "linkerd", StageStatus.Pending));
        var deployed = experiment with { Definition = experiment.Definition with { Variants = [Sample.CostVariant("baseline"), Sample.CostVariant("linkerd")] } };

        Assert.Equal(TimeSpan.FromSeconds(100), TimeEstimate.Left(deployed, _start.AddSeconds(100)));
    }

    [Fact]
    public void Left_DeploymentUnderWay_ShrinksWithTimeButNotBelowItsLoads()
    {
        var experiment = Running(Stage(0, "baseline", StageStatus.Measuring, 0));

        Assert.Equal(TimeSpan.FromSeconds(42), TimeEstimate.Left(experiment, _start.AddSeconds(10)));
        Assert.Equal(TimeSpan.FromSeconds(20), TimeEstimate.Left(experiment, _start.AddSeconds(900)));
    }

    [Fact]
    public void Left_EverythingDone_IsNothing() =>
        Assert.Equal(TimeSpan.Zero, TimeEstimate.Left(Running(Stage(0, "baseline", StageStatus.Done, 0, 100)), _start.AddSeconds(100)));

    private static Experiment Running(params ExperimentStage[] stages) => Sample.Experiment(Sample.Definition(repetitions: 2), (_, _, _) => null) with
    {
        Status = ExperimentStatus.Running,
        Stages = stages,
        Trials = [.. stages.Where(stage => stage.Status != StageStatus.Done).SelectMany(stage => new[] { 0, 1 }.Select(level =>
            new ExperimentTrial((stage.Ordinal * 2) + level, stage.Ordinal, stage.Repetition, stage.Variant, level, TrialStatus.Pending, null, null, null)))],
    };

    private static ExperimentStage Stage(int ordinal, string variant, StageStatus status, double? from = null, double? to = null) =>
        new(ordinal, (ordinal / 2) + 1, variant, status, null, null, from is { } start ? _start.AddSeconds(start) : null, to is { } end ? _start.AddSeconds(end) : null);
}
