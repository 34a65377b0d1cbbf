using MeshLab.Core.Experiments;
using MeshLab.Core.Experiments.Results;
using MeshLab.Core.Measurements;
using Xunit;

namespace MeshLab.Tests.Experiments.Results;

public sealed class ResultBuilderTests
{
    [Fact]
    public void Build_AConstantEffect_IsFoundAndSignificant()
    {
        // The baseline drifts from repetition to repetition; the mesh adds half a millisecond and 30 mCPU of sidecars.
        var experiment = Sample.Experiment(Sample.Definition(7), (variant, _, repetition) =>
            variant == "mesh" ? Sample.Figures(2.5 + repetition, 0.03) : Sample.Figures(2 + repetition));

        var results = ResultBuilder.Build(experiment);

        var cell = results.Cells.Single(one => one.Variant == "mesh" && one.Level == 0);
        var median = cell.Find("p50")!;
        Assert.Equal(6.5, median.Mean, 9);
        Assert.Equal(0.5, median.Effect!.Difference, 9);
        Assert.Equal(0.5 / 6, median.Effect.Ratio!.Value, 9);
        Assert.Equal((EffectVerdict.Significant, 7), (median.Effect.Verdict, median.Effect.Pairs));
        Assert.InRange(median.Interval!.Low, 3.5, 6.5);
        Assert.Equal(0.03, cell.Find("cpu.mesh")!.Effect!.Difference, 9);
        Assert.Null(cell.Find("cpu.proxy")!.Effect!.Ratio);
        Assert.All(results.Cells.Where(one => one.Variant == "baseline").SelectMany(one => one.Metrics), metric => Assert.Null(metric.Effect));
    }

    [Fact]
    public void Build_NoEffect_IsNotSignificant()
    {
        double[] noise = [0.1, -0.2, 0.15, -0.05, 0.02, -0.11, 0.07];
        var experiment = Sample.Experiment(Sample.Definition(7), (variant, _, repetition) => Sample.Figures(variant == "mesh" ? 3 + noise[repetition - 1] : 3));

        var effect = ResultBuilder.Build(experiment).Cells.Single(one => one.Variant == "mesh" && one.Level == 0).Find("p50")!.Effect!;

        Assert.Equal(EffectVerdict.NotSignificant, effect.Verdict);
        Assert.False(effect.DifferenceInterval!.ExcludesZero);
    }

    [Theory]
    [InlineData(TrialFlag.Saturated)]
    [InlineData(TrialFlag.ClientLimited)]
    [InlineData(TrialFlag.Errors)]
    [InlineData(TrialFlag.Disturbed)]
    public void Build_WhatWasNotTheLoadAskedFor_IsCountedAndNotAveraged(TrialFlag flag)
    {
        var experiment = Sample.Experiment(Sample.Definition(4), (_, _, repetition) => repetition == 2 ? Sample.Figures(1000, 9, Origin.Measured, flag) : Sample.Figures(2));

        var cell = ResultBuilder.Build(experiment).Cells[0];

        Assert.Equal((4, 3), (cell.Measured, cell.Used));
        Assert.Equal(1, cell.LeftOut[flag]);
        Assert.Equal(2, cell.Find("p50")!.Mean, 9);
    }

    [Fact]
    public void Build_IncompleteUsage_CountsForLatencyOnly()
    {
        var experiment = Sample.Experiment(Sample.Definition(4), (_, _, repetition) => repetition == 2 ? Sample.Figures(4, 9, Origin.Measured, TrialFlag.UsageIncomplete) : Sample.Figures(4, 0.1));

        var cell = ResultBuilder.Build(experiment).Cells[0];

        Assert.Equal((4, 1), (cell.Used, cell.UsageLeftOut));
        Assert.Equal((4, 3), (cell.Find("p50")!.Count, cell.Find("cpu.proxy")!.Count));
        Assert.Equal(0.1, cell.Find("cpu.proxy")!.Mean, 9);
    }

    [Fact]
    public void Build_FiguresOfDifferentOrigins_AreNotCompared()
    {
        var experiment = Sample.Experiment(Sample.Definition(7), (variant, _, _) => Sample.Figures(2, 0, variant == "mesh" ? Origin.Measured : Origin.Simulated));

        Assert.All(ResultBuilder.Build(experiment).Cells.SelectMany(cell => cell.Metrics), metric => Assert.Null(metric.Effect));
    }

    [Theory]
    [InlineData(1, 6)]
    [InlineData(3, 7)]
    [InlineData(4, 8)]
    public void LeastPairs_IsWhereChanceAloneGivesOneSignRarelyEnough(int comparisons, int pairs)
    {
        Assert.Equal(pairs, Verdicts.LeastPairs(comparisons));
        Assert.True(2 * Math.Pow(0.5, pairs) <= 0.05 / comparisons && 2 * Math.Pow(0.5, pairs - 1) > 0.05 / comparisons);
    }
}
