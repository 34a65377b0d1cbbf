namespace MeshLab.Core.Experiments.Formats;

/// <summary>The labels that carry what the Service Mesh Performance specification has no field for.</summary>
internal static class SmpLabels
{
    /// <summary>The version of the specification that is written.</summary>
    public const string Version = "v0.3.3";

    /// <summary>On a test's configuration: the experiment's definition, JSON.</summary>
    public const string Definition = "meshlab.dev/definition";

    /// <summary>The variant.</summary>
    public const string Variant = "meshlab.dev/variant";

    /// <summary>The load's place, from 0.</summary>
    public const string Level = "meshlab.dev/level";

    /// <summary>The repetition, from 1.</summary>
    public const string Repetition = "meshlab.dev/repetition";

    /// <summary>On a result: measured, simulated or published.</summary>
    public const string Origin = "meshlab.dev/origin";

    /// <summary>On a result: its figures to the last digit, JSON.</summary>
    public const string Figures = "meshlab.dev/figures";
}
