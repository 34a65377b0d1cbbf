using MeshLab.Core.Statistics;

namespace MeshLab.Core.Experiments.Planning;

/// <summary>
/// The order of an experiment: a randomised complete block design. A block is one repetition and holds every variant once, in an
/// order drawn anew for each block; within a variant the loads come in an order drawn anew as well. So what drifts over hours
/// (neighbours, heat, caches) meets all variants alike, and each block gives pairs to compare.
/// </summary>
internal static class ExperimentPlan
{
    /// <summary>The deployments in order, each with its loads in order.</summary>
    public static IReadOnlyList<PlannedStage> Of(ExperimentDefinition definition)
    {
        var random = new SplitMix((ulong)definition.Seed);
        var stages = new List<PlannedStage>();
        for (var repetition = 1; repetition <= definition.Repetitions; repetition++)
        {
            foreach (var variant in random.Shuffle(definition.Variants))
            {
                stages.Add(new(repetition, variant.Name, random.Shuffle(Enumerable.Range(0, definition.Levels.Count))));
            }
        }

        return stages;
    }
}

/// <summary>A deployment of a variant and the loads it is measured under.</summary>
internal sealed record PlannedStage(int Repetition, string Variant, IReadOnlyList<int> Levels);
