using MeshLab.Core.Experiments.Planning;
using Xunit;

namespace MeshLab.Tests.Experiments.Planning;

public sealed class ExperimentPlanTests
{
    [Fact]
    public void Of_EveryBlock_HoldsEveryVariantAndEveryLoadOnce()
    {
        var definition = Sample.Definition(20, Sample.Standing("a"), Sample.Standing("b"), Sample.Standing("c"));

        var plan = ExperimentPlan.Of(definition);

        Assert.All(plan.GroupBy(stage => stage.Repetition), block => Assert.Equal(["a", "b", "c"], block.Select(stage => stage.Variant).Order()));
        Assert.All(plan, stage => Assert.Equal([0, 1], stage.Levels.Order()));
        Assert.Equal(plan.Select(stage => stage.Repetition).Order(), plan.Select(stage => stage.Repetition));
    }

    [Fact]
    public void Of_SameSeed_IsTheSameOrder_AndBlocksDiffer()
    {
        var definition = Sample.Definition(20, Sample.Standing("a"), Sample.Standing("b"), Sample.Standing("c"));

        var orders = Orders(definition.Seed);

        Assert.Equal(orders, Orders(definition.Seed));
        Assert.NotEqual(orders, Orders(definition.Seed + 1));
        Assert.True(orders.Distinct().Count() > 3, string.Join(' ', orders));

        List<string> Orders(long seed) => [.. ExperimentPlan.Of(definition with { Seed = seed }).GroupBy(stage => stage.Repetition).Select(block => string.Concat(block.Select(stage => stage.Variant)))];
    }

    [Fact]
    public void Left_OfAFreshExperiment_IsTheEstimate_AndOfADoneOneNothing()
    {
        var definition = Sample.Definition(2);
        var experiment = Sample.Experiment(definition, (_, _, _) => null) with
        {
            Stages = [.. ExperimentPlan.Of(definition).Select((stage, ordinal) => new MeshLab.Core.Experiments.ExperimentStage(ordinal, stage.Repetition, stage.Variant, MeshLab.Core.Experiments.StageStatus.Pending, null, null, null, null))],
        };

        var left = TimeEstimate.Left(experiment, DateTimeOffset.UnixEpoch);

        // Two variants, two repetitions: 2 s of warm-up, and two loads of 10 s, each with 15 s for its last samples.
        Assert.Equal(TimeSpan.FromSeconds(2 * 2 * (2 + (2 * 25))), left);
        Assert.Equal(left, TimeEstimate.Of(definition, _ => null, _ => null));
        Assert.Equal(TimeSpan.Zero, TimeEstimate.Left(experiment with { Stages = [.. experiment.Stages.Select(stage => stage with { Status = MeshLab.Core.Experiments.StageStatus.Done })] }, DateTimeOffset.UnixEpoch));
    }
}
