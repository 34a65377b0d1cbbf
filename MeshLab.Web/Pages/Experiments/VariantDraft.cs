using MeshLab.Core.Experiments;

namespace MeshLab.Web.Pages.Experiments;

/// <summary>A variant while somebody fills in the form.</summary>
internal sealed class VariantDraft
{
    /// <summary>What stands for "no scenario" in the list of scenarios.</summary>
    public const string Standing = "";

    public string Name { get; set; } = "";

    public string Scenario { get; set; } = Standing;

    public string Cluster { get; set; } = "";

    /// <summary><c>name=value</c>, separated by commas.</summary>
    public string Parameters { get; set; } = "";

    /// <summary>The variant of the scenario that compares meshes.</summary>
    public static VariantDraft OfMesh(string variant, string cluster) =>
        new() { Name = variant, Scenario = "mesh-cost-analysis", Cluster = cluster, Parameters = $"variant={variant}, lessons=no" };

    public ExperimentVariant Read() => new(
        Name.Trim(),
        new Dictionary<string, string> { ["main"] = Cluster },
        Scenario.Length == 0 ? null : Scenario,
        Scenario.Length == 0 ? new Dictionary<string, string>() : Parameters
            .Split([',', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(pair => pair.Split('=', 2, StringSplitOptions.TrimEntries))
            .GroupBy(pair => pair[0])
            .ToDictionary(group => group.Key, group => group.Last().ElementAtOrDefault(1) ?? ""));
}

/// <summary>A load while somebody fills in the form.</summary>
internal sealed class LevelDraft
{
    public double Qps { get; set; } = 100;

    public int Connections { get; set; } = 16;

    public double Seconds { get; set; } = 60;

    public LoadLevel Read() => new(Qps, Connections, TimeSpan.FromSeconds(double.IsFinite(Seconds) ? Math.Clamp(Seconds, 0, 1e6) : 0));
}
