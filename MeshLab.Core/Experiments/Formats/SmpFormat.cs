using System.Globalization;
using System.Text.Json;
using MeshLab.Core.Measurements;

namespace MeshLab.Core.Experiments.Formats;

/// <summary>Writes experiments as messages of the Service Mesh Performance specification.</summary>
public static class SmpFormat
{
    /// <summary>The measurements that were made, in UTF-8.</summary>
    public static byte[] Write(Experiment experiment)
    {
        ArgumentNullException.ThrowIfNull(experiment);
        var measured = experiment.Trials.Where(trial => trial.Figures is not null).ToList();
        var document = new SmpDocument(
            SmpLabels.Version,
            [.. experiment.Definition.Variants.SelectMany(variant => experiment.Definition.Levels.Select((_, level) => Test(experiment, variant, level)))],
            [.. measured.Select(trial => Mesh(experiment, trial))],
            [.. measured.Select(trial => Result(experiment, trial))]);
        return JsonSerializer.SerializeToUtf8Bytes(document, ExperimentDocument.Json);
    }

    private static SmpTestConfig Test(Experiment experiment, ExperimentVariant variant, int level)
    {
        var (target, load) = (variant.Target ?? experiment.Definition.Target, experiment.Definition.Levels[level]);
        return new(
            SmpLabels.Version,
            TestId(experiment, variant.Name, level),
            experiment.Definition.Name,
            new Dictionary<string, string>
            {
                [SmpLabels.Variant] = variant.Name,
                [SmpLabels.Level] = level.ToString(CultureInfo.InvariantCulture),
                [SmpLabels.Definition] = JsonSerializer.Serialize(experiment.Definition, ExperimentDocument.Json),
            },
            [new(true, "fortio", target.Url.StartsWith("grpc", StringComparison.Ordinal) ? "PROTOCOL_GRPC" : "PROTOCOL_HTTP", load.Connections, (long)Math.Round(load.Qps), target.Payload, [target.Url])],
            $"{load.Duration.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture)}s");
    }

    private static SmpResult Result(Experiment experiment, ExperimentTrial trial)
    {
        var figures = trial.Figures!;
        return new(
            SmpLabels.Version,
            Id(experiment, trial),
            new Dictionary<string, string>
            {
                [SmpLabels.Variant] = trial.Variant,
                [SmpLabels.Level] = trial.Level.ToString(CultureInfo.InvariantCulture),
                [SmpLabels.Repetition] = trial.Repetition.ToString(CultureInfo.InvariantCulture),
                [SmpLabels.Origin] = figures.Origin.ToString().ToLowerInvariant(),
                [SmpLabels.Figures] = JsonSerializer.Serialize(figures, ExperimentDocument.Json),
            },
            figures.From.ToUniversalTime(),
            figures.To.ToUniversalTime(),
            new(figures.MinMs, figures.MeanMs, figures.Percentiles.GetValueOrDefault("50"), figures.Percentiles.GetValueOrDefault("90"), figures.Percentiles.GetValueOrDefault("99"), figures.MaxMs),
            figures.AchievedQps,
            TestId(experiment, trial.Variant, trial.Level),
            $"mesh-{Id(experiment, trial)}");
    }

    private static SmpMeshConfig Mesh(Experiment experiment, ExperimentTrial trial)
    {
        var usage = trial.Figures!.Usage;
        var mesh = usage.Where(one => one.Mesh != "none" && one.Class is WorkloadClass.Proxy or WorkloadClass.NodeAgent or WorkloadClass.ControlPlane).Select(one => one.Mesh).FirstOrDefault();
        return new(
            SmpLabels.Version,
            $"mesh-{Id(experiment, trial)}",
            new Dictionary<string, string> { [SmpLabels.Variant] = trial.Variant, ["meshlab.dev/mesh"] = mesh ?? "none" },
            Part(usage, WorkloadClass.Gateway),
            Part(usage, WorkloadClass.Proxy),
            Part(usage, WorkloadClass.ControlPlane),
            // The specification's list of meshes has no Cilium; what it does not know is INVALID_MESH there and in the label here.
            new(mesh switch { "istio" => "ISTIO", "linkerd" => "LINKERD", _ => "INVALID_MESH" }));
    }

    private static SmpPart? Part(IReadOnlyList<ClassFigures> usage, WorkloadClass class_)
    {
        var own = usage.Where(one => one.Class == class_).ToList();
        return own.Count == 0 ? null : new(
            own.Sum(one => one.Containers), (int)Math.Round(own.Sum(one => one.CpuCores ?? 0) * 1000), (int)Math.Round(own.Sum(one => one.MemoryBytes ?? 0) / 1e6));
    }

    private static string Id(Experiment experiment, ExperimentTrial trial) => $"{TestId(experiment, trial.Variant, trial.Level)}-{trial.Repetition}";

    private static string TestId(Experiment experiment, string variant, int level) => $"experiment-{experiment.Id}-{variant}-{level}";
}
