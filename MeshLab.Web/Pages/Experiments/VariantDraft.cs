using MeshLab.Core.Experiments;
using MeshLab.Core.Scenarios;

namespace MeshLab.Web.Pages.Experiments;

/// <summary>A variant while somebody fills in the form.</summary>
internal sealed class VariantDraft
{
    /// <summary>What stands for "no scenario" in the list of scenarios.</summary>
    public const string Standing = "";

    /// <summary>The role of what stands already, and of scenarios for one cluster.</summary>
    private const string Main = "main";

    private readonly Dictionary<string, string> _clusters = new(StringComparer.Ordinal);

    public string Name { get; set; } = "";

    public string Scenario { get; set; } = Standing;

    /// <summary>The roles to bind, in the scenario's order; one for what stands already.</summary>
    public IReadOnlyList<ClusterRole> Roles { get; private set; } = [new(Main, "")];

    /// <summary>The role whose cluster is loaded and measured.</summary>
    public string Measured { get; set; } = Main;

    /// <summary><c>name=value</c>, separated by commas.</summary>
    public string Parameters { get; set; } = "";

    /// <summary>The variant of the scenario that compares meshes.</summary>
    public static VariantDraft OfMesh(string variant, string cluster) =>
        new VariantDraft { Name = variant, Scenario = "mesh-cost-analysis", Parameters = $"variant={variant}, lessons=no" }.Bind(Main, cluster);

    /// <summary>A variant that measures what stands on a cluster.</summary>
    public static VariantDraft OfStanding(string cluster) => new VariantDraft().Bind(Main, cluster);

    /// <summary>The cluster a role is bound to.</summary>
    public string ClusterOf(string role) => _clusters.GetValueOrDefault(role, "");

    /// <summary>Binds a role to a cluster.</summary>
    public VariantDraft Bind(string role, string cluster)
    {
        _clusters[role] = cluster;
        return this;
    }

    /// <summary>
    /// Takes the roles of another scenario. A role that was bound stays bound; the others take clusters that are still free, in order, so that two roles share one only
    /// when there are too few.
    /// </summary>
    public void TakeRoles(Scenario? scenario, IReadOnlyList<string> clusters)
    {
        Roles = scenario is { Clusters.Count: > 0 } ? scenario.Clusters : [new(Main, "")];
        foreach (var gone in _clusters.Keys.Except(Roles.Select(role => role.Role)).ToList())
        {
            _clusters.Remove(gone);
        }

        foreach (var role in Roles.Where(role => !_clusters.ContainsKey(role.Role)))
        {
            _clusters[role.Role] = clusters.FirstOrDefault(cluster => !_clusters.ContainsValue(cluster)) ?? (clusters.Count > 0 ? clusters[0] : "");
        }

        Measured = Roles.Any(role => role.Role == Measured) ? Measured : Roles[0].Role;
    }

    public ExperimentVariant Read() => new(
        Name.Trim(),
        Roles.ToDictionary(role => role.Role, role => ClusterOf(role.Role)),
        Scenario.Length == 0 ? null : Scenario,
        Scenario.Length == 0 ? new Dictionary<string, string>() : Parameters
            .Split([',', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(pair => pair.Split('=', 2, StringSplitOptions.TrimEntries))
            .GroupBy(pair => pair[0])
            .ToDictionary(group => group.Key, group => group.Last().ElementAtOrDefault(1) ?? ""),
        Roles.Count > 1 ? Measured : null);
}

/// <summary>A load while somebody fills in the form.</summary>
internal sealed class LevelDraft
{
    public double Qps { get; set; } = 100;

    public int Connections { get; set; } = 16;

    public double Seconds { get; set; } = 60;

    public LoadLevel Read() => new(Qps, Connections, TimeSpan.FromSeconds(double.IsFinite(Seconds) ? Math.Clamp(Seconds, 0, 1e6) : 0));
}
