using MeshLab.Core.Experiments;
using MeshLab.Core.Measurements;

namespace MeshLab.Tests.Experiments;

/// <summary>Experiments made by hand.</summary>
internal static class Sample
{
    public static ExperimentVariant CostVariant(string variant, string cluster = "demo") => new(
        variant, new Dictionary<string, string> { ["main"] = cluster }, "mesh-cost-analysis", new Dictionary<string, string> { ["variant"] = variant, ["lessons"] = "no" });

    public static ExperimentVariant Standing(string name, string cluster = "demo") =>
        new(name, new Dictionary<string, string> { ["main"] = cluster }, null, new Dictionary<string, string>());

    public static ExperimentDefinition Definition(int repetitions = 3, params ExperimentVariant[] variants) => new(
        "Sidecars against nothing", variants.Length > 0 ? variants : [Standing("baseline"), Standing("mesh")],
        [new(50, 8, TimeSpan.FromSeconds(10)), new(200, 16, TimeSpan.FromSeconds(10))], repetitions, ExperimentTarget.SampleApp, TimeSpan.FromSeconds(2), TimeSpan.Zero, null, 42);

    public static TrialFigures Figures(double p50 = 2, double proxyCores = 0, Origin origin = Origin.Measured, params TrialFlag[] flags) => new(
        DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddSeconds(10), 50, 50, 500, 0, p50 * 1.1, p50 / 2, p50 * 10,
        new Dictionary<string, double> { ["50"] = p50, ["75"] = p50 * 1.2, ["90"] = p50 * 1.5, ["95"] = p50 * 2, ["99"] = p50 * 3, ["99.9"] = p50 * 5 },
        [new(WorkloadClass.App, "none", 0.1, 50e6, 3), new(WorkloadClass.Proxy, "istio", proxyCores, 40e6, 3)], 0.6, 800e6, 0.05, origin, "kubelet-summary", flags, [.. flags.Select(flag => $"{flag}")]);

    /// <summary>An experiment whose figures a function of variant, level and repetition gives; null for not measured.</summary>
    public static Experiment Experiment(ExperimentDefinition definition, Func<string, int, int, TrialFigures?> figures)
    {
        var trials = Enumerable.Range(1, definition.Repetitions)
            .SelectMany(repetition => definition.Variants.SelectMany(variant => Enumerable.Range(0, definition.Levels.Count).Select(level => (repetition, variant.Name, level))))
            .Select((one, ordinal) => new ExperimentTrial(ordinal, 0, one.repetition, one.Name, one.level, TrialStatus.Succeeded, DateTimeOffset.UnixEpoch, figures(one.Name, one.level, one.repetition), null));
        return new(7, definition, ExperimentStatus.Succeeded, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddHours(1), null, false, null, "test", [], [.. trials]);
    }
}
