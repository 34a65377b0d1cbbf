using MeshLab.Core.Clusters;
using MeshLab.Core.Runs;
using MeshLab.Core.Scenarios;

namespace MeshLab.Web.Pages.Scenarios;

/// <summary>What a person has filled in to run a scenario.</summary>
public sealed class DeployForm
{
    private readonly Dictionary<string, string> _values = [];
    private readonly HashSet<string> _touched = [];
    private StandingDeploy? _standing;

    /// <summary>Role to cluster; a role that is not bound is not in it.</summary>
    public Dictionary<string, string> Bindings { get; } = [];

    /// <summary>Binds roles that are not bound, or to a cluster that is gone: to demo clusters first, each to another one.</summary>
    public void Bind(Scenario scenario, IReadOnlyList<TargetCluster> clusters)
    {
        foreach (var (role, cluster) in Bindings.ToList())
        {
            if (clusters.All(known => known.Name != cluster) || scenario.Clusters.All(known => known.Role != role))
            {
                Bindings.Remove(role);
            }
        }

        foreach (var role in scenario.Clusters.Where(role => !Bindings.ContainsKey(role.Role)))
        {
            if (Choose(scenario, role, [.. clusters.Where(cluster => !Bindings.ContainsValue(cluster.Name))]) is { } chosen)
            {
                Bindings[role.Role] = chosen.Name;
            }
        }
    }

    /// <summary>The value shown for a parameter.</summary>
    public string Value(ScenarioParameter parameter) => Given(parameter) ?? "";

    /// <summary>Takes the parameters of the deploy that stands on the clusters for defaults; null for none.</summary>
    public void Remember(StandingDeploy? standing) => _standing = standing;

    /// <summary>Takes a value.</summary>
    public void Set(ScenarioParameter parameter, string? value)
    {
        _touched.Add(parameter.Name);
        if (string.IsNullOrEmpty(value) && parameter.Default is null)
        {
            _values.Remove(parameter.Name);
        }
        else
        {
            _values[parameter.Name] = value ?? "";
        }
    }

    /// <summary>Shows problems of all fields, also of those nobody has touched.</summary>
    public void TouchAll(Scenario scenario) => _touched.UnionWith(scenario.Parameters.Select(parameter => parameter.Name));

    /// <summary>What is wrong with a parameter's value, once it was touched.</summary>
    public string? Problem(ScenarioParameter parameter) =>
        _touched.Contains(parameter.Name) ? Check(parameter) : null;

    /// <summary>Everything that keeps the form from being sent.</summary>
    public IReadOnlyList<string> Problems(Scenario scenario, RunAction action) =>
    [
        .. scenario.Clusters.Where(role => !Bindings.ContainsKey(role.Role)).Select(role => $"Choose a cluster for the role {role.Role}."),
        .. scenario.Parameters.Where(parameter => !Knows(parameter, action)).Select(parameter => Check(parameter) is { } problem ? $"{parameter.Name} {problem}." : null).OfType<string>(),
    ];

    /// <summary>The request; only values that differ from the scenario's defaults are in it.</summary>
    public RunRequest ToRequest(Scenario scenario, RunAction action, string requestedBy) => new(
        scenario.Name,
        action,
        new Dictionary<string, string>(Bindings),
        scenario.Parameters
            .Where(parameter => Given(parameter) is { } value && (value != parameter.Default || _standing?.Parameters.GetValueOrDefault(parameter.Name) is { } stands && stands != value))
            .ToDictionary(parameter => parameter.Name, parameter => Given(parameter)!),
        requestedBy);

    /// <summary>What an export is made with: values that differ from the defaults, and no secret.</summary>
    public IReadOnlyDictionary<string, string> ToExport(Scenario scenario) => scenario.Parameters
        .Where(parameter => parameter.Type != ParameterType.Secret && Given(parameter) is { } value && value != parameter.Default)
        .ToDictionary(parameter => parameter.Name, parameter => Given(parameter)!);

    /// <summary>Whether every parameter that an export needs has a value that fits.</summary>
    public bool CanExport(Scenario scenario) => scenario.Parameters.All(parameter => parameter.Type == ParameterType.Secret || Check(parameter) is null);

    private string? Check(ScenarioParameter parameter) =>
        ParameterValidator.Check(parameter, Given(parameter));

    private string? Given(ScenarioParameter parameter) => _values.GetValueOrDefault(parameter.Name) ?? _standing?.Parameters.GetValueOrDefault(parameter.Name) ?? parameter.Default;

    /// <summary>Secrets of the standing deploy are known to the service, which uses them again for a verification or a teardown.</summary>
    private bool Knows(ScenarioParameter parameter, RunAction action) =>
        action is RunAction.Verify or RunAction.Teardown && !_values.ContainsKey(parameter.Name) && _standing?.Secrets.Contains(parameter.Name) == true;

    private static TargetCluster? Choose(Scenario scenario, ClusterRole role, IReadOnlyList<TargetCluster> free)
    {
        var simulated = free.Where(cluster => cluster.IsSimulated).ToList();
        if (scenario.Clusters.Count > 1 && simulated.FirstOrDefault(cluster => cluster.Name.EndsWith($"-{role.Role}", StringComparison.Ordinal)) is { } named)
        {
            return named;
        }

        return simulated.Count > 0 ? simulated[0] : free.Count == 1 ? free[0] : null;
    }
}
