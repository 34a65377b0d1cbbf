using System.Runtime.CompilerServices;
using MeshLab.Core.Experiments;
using MeshLab.Core.Experiments.Formats;
using MeshLab.Core.Measurements;
using MeshLab.Tests.Experiments;

namespace MeshLab.Tests.Fuzzing;

/// <summary>The kept inputs: real samples, and inputs that once were answered wrongly (<c>found-…</c>).</summary>
internal static class FuzzCorpus
{
    private static readonly string _folder = Path.Combine(Path.GetDirectoryName(Here())!, "Corpus");

    /// <summary>The files of a parser, by name.</summary>
    public static IReadOnlyList<string> Files(string target) => [.. Directory.EnumerateFiles(Path.Combine(_folder, target)).Order(StringComparer.Ordinal)];

    /// <summary>What is changed: the files, and for experiments what MeshLab writes out today.</summary>
    public static IReadOnlyList<byte[]> Samples(string target) => [.. Files(target).Select(File.ReadAllBytes), .. target == "experiment" ? Exports() : []];

    private static byte[][] Exports()
    {
        var experiment = Sample.Experiment(Sample.Definition(2), (variant, level, repetition) =>
            variant == "mesh" && repetition == 2 ? Sample.Figures(9, 0.1, Origin.Measured, TrialFlag.Saturated) : Sample.Figures(2 + level, variant == "mesh" ? 0.03 : 0));
        return [ExperimentDocument.Write(experiment), SmpFormat.Write(experiment)];
    }

    private static string Here([CallerFilePath] string file = "") => file;
}
