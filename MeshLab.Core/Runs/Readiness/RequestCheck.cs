using MeshLab.Core.Clusters;
using MeshLab.Core.Runs.Journal;
using MeshLab.Core.Scenarios;

namespace MeshLab.Core.Runs.Readiness;

/// <summary>Whether a request makes sense by itself: its scenario, its roles, its parameters.</summary>
internal sealed class RequestCheck(ScenarioCatalogue scenarios, ClusterCatalogue clusters, InventoryJournal inventory)
{
    public const string Name = "Request";

    /// <summary>Problems only; empty when the request makes sense.</summary>
    public IEnumerable<string> Problems(Scenario scenario, RunRequest request) =>
    [
        .. Roles(scenario, request),
        .. ParameterValidator.Validate(scenario, request.Parameters),
        .. scenario.Parameters
            .Where(parameter => parameter.Type == ParameterType.Secret && request.Parameters.GetValueOrDefault(parameter.Name) is { Length: > 0 and < SecretMask.ShortestSecret })
            .Select(parameter => $"{parameter.Name} is too short for a secret: texts of fewer than {SecretMask.ShortestSecret} characters cannot be masked in logs"),
    ];

    /// <summary>A scenario that was deleted can still be torn down when something of it is left.</summary>
    public async Task<IReadOnlyList<string>> WithoutScenarioAsync(RunRequest request, CancellationToken cancellationToken)
    {
        var held = await inventory.HeldAsync([.. request.Clusters.Values], cancellationToken);
        if (request.Action == RunAction.Teardown && held.Any(one => one.Scenario == request.Scenario))
        {
            return [];
        }

        var problems = scenarios.ProblemsOf(request.Scenario);
        return problems.Count > 0
            ? [$"The scenario {request.Scenario} is not valid:", .. problems.Select(problem => problem.ToString())]
            : [$"There is no scenario {request.Scenario}. Known: {string.Join(", ", scenarios.Scenarios.Select(scenario => scenario.Name))}."];
    }

    /// <summary>Roles whose cluster a step of the scenario makes.</summary>
    public static IReadOnlySet<string> RolesMade(Scenario scenario) => scenario.Steps.Where(step => step.Action is KindAction).Select(step => step.Cluster).ToHashSet();

    private IEnumerable<string> Roles(Scenario scenario, RunRequest request)
    {
        var roles = scenario.Clusters.Select(role => role.Role).ToList();
        foreach (var role in roles.Where(role => !request.Clusters.ContainsKey(role)))
        {
            yield return $"The role {role} of {scenario.Name} is not bound to a cluster.";
        }

        foreach (var role in request.Clusters.Keys.Except(roles))
        {
            yield return $"{scenario.Name} has no role {role}; its roles are {string.Join(", ", roles)}.";
        }

        foreach (var shared in request.Clusters.GroupBy(one => one.Value).Where(group => group.Count() > 1))
        {
            yield return $"The roles {string.Join(" and ", shared.Select(one => one.Key))} are bound to the same cluster {shared.Key}; each needs one of its own.";
        }

        var made = RolesMade(scenario);
        foreach (var (role, name) in request.Clusters.Where(one => clusters.Find(one.Value) is null && !made.Contains(one.Key)))
        {
            yield return $"There is no cluster {name} for the role {role}. Known: {string.Join(", ", clusters.Clusters.Select(cluster => cluster.Name))}.";
        }
    }
}
