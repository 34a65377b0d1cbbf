using MeshLab.Core.Clusters;
using MeshLab.Core.Runs.Helm;
using MeshLab.Core.Runs.Journal;
using MeshLab.Core.Runs.Tools;
using MeshLab.Core.Scenarios;
using MeshLab.Core.Scenarios.Conflicts;
using MeshLab.Core.Scenarios.Templates;

namespace MeshLab.Core.Runs.Queue;

/// <summary>Finds everything that is in the way of a run before it is queued.</summary>
internal sealed class Preflight(ScenarioCatalogue scenarios, ClusterCatalogue clusters, InventoryJournal inventory, ToolLocator locator, ContentDirectories directories)
{
    /// <summary>All problems, one sentence each, with what to do; empty when the run can start.</summary>
    public async Task<IReadOnlyList<string>> CheckAsync(RunRequest request, CancellationToken cancellationToken)
    {
        var scenario = scenarios.Find(request.Scenario);
        if (scenario is null)
        {
            return await WithoutScenarioAsync(request, cancellationToken);
        }

        var problems = new List<string>();
        problems.AddRange(Roles(scenario, request));
        problems.AddRange(ParameterValidator.Validate(scenario, request.Parameters));
        problems.AddRange(scenario.Parameters
            .Where(parameter => parameter.Type == ParameterType.Secret && request.Parameters.GetValueOrDefault(parameter.Name) is { Length: > 0 and < SecretMask.ShortestSecret })
            .Select(parameter => $"{parameter.Name} is too short for a secret: texts of fewer than {SecretMask.ShortestSecret} characters cannot be masked in logs"));
        if (problems.Count > 0)
        {
            return problems;
        }

        var made = scenario.Steps.Where(step => step.Action is KindAction).Select(step => request.Clusters[step.Cluster]).ToHashSet();
        foreach (var (role, name) in request.Clusters.Where(one => !made.Contains(one.Value)))
        {
            var status = await clusters.ProbeAsync(name, cancellationToken);
            if (!status.Reachable)
            {
                problems.Add($"The cluster {name} cannot be reached: {status.Error}");
            }
            else if (request.Action == RunAction.Deploy)
            {
                problems.AddRange(await ConflictsAsync(scenario, role, status, TemplateContext.For(scenario, request.Parameters), cancellationToken));
            }
        }

        if (request.Action != RunAction.Verify && request.Clusters.Values.Any(name => clusters.Find(name) is not { IsSimulated: true }))
        {
            problems.AddRange(await ToolsAsync(scenario, cancellationToken));
        }

        return problems;
    }

    /// <summary>A scenario that was deleted can still be torn down when something of it is left.</summary>
    private async Task<IReadOnlyList<string>> WithoutScenarioAsync(RunRequest request, CancellationToken cancellationToken)
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

        var made = scenario.Steps.Where(step => step.Action is KindAction).Select(step => step.Cluster).ToHashSet();
        foreach (var (role, name) in request.Clusters.Where(one => clusters.Find(one.Value) is null && !made.Contains(one.Key)))
        {
            yield return $"There is no cluster {name} for the role {role}. Known: {string.Join(", ", clusters.Clusters.Select(cluster => cluster.Name))}.";
        }
    }

    /// <summary>What collides on the clusters now: a run that waited may find there what was not there when it was queued. Clusters that do not answer are left to the steps.</summary>
    public async Task<IReadOnlyList<string>> ConflictsAsync(Scenario scenario, IReadOnlyDictionary<string, string> roles, TemplateContext parameters, CancellationToken cancellationToken)
    {
        var problems = new List<string>();
        foreach (var (role, name) in roles.Where(one => clusters.Find(one.Value) is not null))
        {
            var status = await clusters.ProbeAsync(name, cancellationToken);
            if (status.Reachable)
            {
                problems.AddRange(await ConflictsAsync(scenario, role, status, parameters, cancellationToken));
            }
        }

        return problems;
    }

    private async Task<IEnumerable<string>> ConflictsAsync(Scenario scenario, string role, ClusterStatus status, TemplateContext parameters, CancellationToken cancellationToken)
    {
        var held = await inventory.CurrentAsync([status.Cluster.Name], cancellationToken);
        var occupied = held.Where(one => !one.Item.Existed).Select(one => one.Scenario).Distinct().Select(scenarios.Find).OfType<Scenario>().ToList();
        return [.. ConflictChecker.Check(scenario, occupied, status.Meshes, role, parameters).Select(conflict => conflict.Message), .. await TakenReleasesAsync(scenario, role, status.Cluster.Name, parameters, cancellationToken)];
    }

    /// <summary>Releases of somebody else that the scenario's helm steps would overwrite. Names known only at run time are left to the steps, which look again.</summary>
    private async Task<IReadOnlyList<string>> TakenReleasesAsync(Scenario scenario, string role, string cluster, TemplateContext parameters, CancellationToken cancellationToken)
    {
        var problems = new List<string>();
        foreach (var step in scenario.Steps.Where(step => step.Cluster == role && step.Action is HelmAction))
        {
            try
            {
                if (TemplateRenderer.Holds(step.When, parameters) && TemplateRenderer.RenderAction(step.Action!, parameters) is HelmAction action
                    && await HelmRelease.NewestAsync(clusters.Connect(cluster), action.Release, action.Namespace, cancellationToken) is { } newest && !HelmRelease.IsOurs(newest))
                {
                    problems.Add(HelmRelease.Taken(action.Release, action.Namespace, cluster));
                }
            }
            catch (Exception error) when (error is TemplateException or ClusterException)
            {
                // The step itself looks before it installs, and tells what is wrong.
            }
        }

        return problems;
    }

    private async Task<IReadOnlyList<string>> ToolsAsync(Scenario scenario, CancellationToken cancellationToken)
    {
        var problems = new List<string>();
        var folder = Path.Combine(directories.Data, "tools");
        foreach (var tool in scenario.Tools)
        {
            if (locator.Find(tool.Name) is not { } path)
            {
                problems.Add($"{tool.Name}{(tool.Version is null ? "" : " " + tool.Version)} is needed and was not found. {KnownTools.HowToInstall(tool.Name, folder)}");
            }
            else if (tool.Version is { } constraint)
            {
                Version? version;
                try
                {
                    version = await ToolRunner.VersionAsync(path, tool.Name, cancellationToken);
                }
                catch (System.ComponentModel.Win32Exception error)
                {
                    problems.Add($"{path} cannot be started: {error.Message}. {KnownTools.HowToInstall(tool.Name, folder)}");
                    continue;
                }

                if (version is null)
                {
                    problems.Add($"{path} did not tell its version; {tool.Name} {constraint} is needed. {KnownTools.HowToInstall(tool.Name, folder)}");
                }
                else if (!VersionConstraint.Allows(constraint, version))
                {
                    problems.Add($"{path} is version {version}; {tool.Name} {constraint} is needed. {KnownTools.HowToInstall(tool.Name, folder)}");
                }
            }
        }

        return problems;
    }
}
