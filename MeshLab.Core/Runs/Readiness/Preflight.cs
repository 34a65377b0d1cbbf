using MeshLab.Core.Clusters;
using MeshLab.Core.Runs.Helm;
using MeshLab.Core.Runs.Journal;
using MeshLab.Core.Scenarios;
using MeshLab.Core.Scenarios.Conflicts;
using MeshLab.Core.Scenarios.Templates;

namespace MeshLab.Core.Runs.Readiness;

/// <summary>Looks at everything that could be in the way of a run before it is queued. Changes nothing.</summary>
internal sealed class Preflight(ScenarioCatalogue scenarios, ClusterCatalogue clusters, InventoryJournal inventory, RequestCheck requests, ToolCheck tools, ChartRenderer charts, TimeProvider clock)
{
    private const string ServerName = "API server";

    /// <summary>Applying with strict validation of fields, which every run does, is served from this minor version of Kubernetes 1 on.</summary>
    private const int LeastMinor = 25;

    /// <summary>How long the checks that only warn may take for one cluster.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    public async Task<PreflightReport> CheckAsync(RunRequest request, CancellationToken cancellationToken)
    {
        if (scenarios.Find(request.Scenario) is not { } scenario)
        {
            return new([.. (await requests.WithoutScenarioAsync(request, cancellationToken)).Select(Problem)]);
        }

        var senseless = requests.Problems(scenario, request).ToList();
        if (senseless.Count > 0)
        {
            return new([.. senseless.Select(Problem)]);
        }

        var parameters = TemplateContext.For(scenario, request.Parameters);
        var made = RequestCheck.RolesMade(scenario);
        var checks = new List<PreflightCheck>();
        if (request.Action != RunAction.Verify)
        {
            var simulated = request.Clusters.Values.All(name => clusters.Find(name) is { IsSimulated: true });
            checks.AddRange(simulated ? ToolCheck.NotNeeded(scenario) : await tools.CheckAsync(scenario, cancellationToken));
        }

        foreach (var looked in await Task.WhenAll(request.Clusters.Select(one => ClusterAsync(scenario, request, one.Key, one.Value, made.Contains(one.Key), parameters, cancellationToken))))
        {
            checks.AddRange(looked);
        }

        return new(Masked(checks, parameters));
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

    private static PreflightCheck Problem(string text) => new(RequestCheck.Name, null, PreflightStatus.Problem, text);

    private static IReadOnlyList<PreflightCheck> Masked(List<PreflightCheck> checks, TemplateContext parameters)
    {
        var mask = new SecretMask();
        foreach (var secret in parameters.Parameters.Values.Where(value => value.IsSecret))
        {
            mask.Add(secret.Text);
        }

        return [.. checks.Select(check => check with { Found = mask.Apply(check.Found), Advice = check.Advice is { } advice ? mask.Apply(advice) : null })];
    }

    private async Task<IReadOnlyList<PreflightCheck>> ClusterAsync(
        Scenario scenario, RunRequest request, string role, string name, bool made, TemplateContext parameters, CancellationToken cancellationToken)
    {
        if (made)
        {
            return [new(ServerName, name, PreflightStatus.Skipped, $"The scenario makes the cluster {name} itself if it is not there.")];
        }

        var status = await clusters.ProbeAsync(name, cancellationToken);
        if (!status.Reachable)
        {
            return [new(ServerName, name, PreflightStatus.Problem, $"The cluster {name} cannot be reached: {status.Error}")];
        }

        var checks = new List<PreflightCheck>();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var timer = clock.CreateTimer(_ => limit.Cancel(), null, Patience, Timeout.InfiniteTimeSpan);
        try
        {
            var facts = await ClusterFacts.ReadAsync(clusters.Connect(name), status, limit.Token);
            checks.Add(Server(facts));
            if (request.Action == RunAction.Teardown)
            {
                var held = (await inventory.HeldAsync([name], limit.Token)).Where(one => one.Scenario == scenario.Name && !one.Item.Existed).Select(one => one.Ref);
                checks.Add(await AccessCheck.CheckAsync(facts.Client, await AccessPlan.OfTeardownAsync(facts.Client, held, limit.Token), limit.Token));
                return checks;
            }

            var conflicts = request.Action == RunAction.Deploy ? await ConflictsAsync(scenario, role, status, parameters, limit.Token) : [];
            var plan = await PlannedObjects.OfAsync(scenario, role, parameters, facts.Client, limit.Token);
            if (request.Action != RunAction.Verify)
            {
                plan = plan with { Charts = await charts.RenderAsync(scenario, plan.Releases, status, facts.Client, limit.Token) };
                checks.AddRange(ChartCheck.Check(facts, plan));
            }

            checks.Add(await AccessCheck.CheckAsync(facts.Client, await AccessPlan.OfAsync(facts.Client, plan, request.Action, facts.Minor, limit.Token), limit.Token));
            if (request.Action == RunAction.Deploy && await AccessCheck.CheckRolesAsync(facts.Client, AccessPlan.OfRoles(plan), limit.Token) is { } roles)
            {
                checks.Add(roles);
            }

            checks.AddRange(await NetworkCheck.CheckAsync(facts, scenario, conflicts, limit.Token));
            if (request.Action != RunAction.Verify)
            {
                checks.Add(await CapacityCheck.CheckAsync(facts, scenario, plan, limit.Token));
                checks.Add(ArchitectureCheck.Check(facts, plan));
                checks.AddRange(KindCheck.Check(facts));
                checks.AddRange(plan.Unknown.Select(unknown => new PreflightCheck("Plan", name, PreflightStatus.Skipped, $"Known only when it runs: {unknown}")));
            }
        }
        catch (ClusterException error)
        {
            checks.Add(new("Look", name, PreflightStatus.Skipped, $"The other checks were left out: {error.Message}"));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            checks.Add(new("Look", name, PreflightStatus.Skipped, $"The other checks were left out: {name} did not answer them within {Patience.TotalSeconds:0} s."));
        }

        return checks;
    }

    private static PreflightCheck Server(ClusterFacts facts) => facts.Minor is > 0 and < LeastMinor
        ? new(ServerName, facts.Name, PreflightStatus.Problem, $"{facts.Name} runs Kubernetes {facts.Status.Version}; MeshLab needs 1.{LeastMinor} or newer.", "Upgrade the cluster, or use another one.")
        : new(ServerName, facts.Name, PreflightStatus.Ok, $"Answers; Kubernetes {facts.Status.Version}, {facts.Status.Nodes?.ToString() ?? "an unknown number of"} nodes.");

    private async Task<IReadOnlyList<string>> ConflictsAsync(Scenario scenario, string role, ClusterStatus status, TemplateContext parameters, CancellationToken cancellationToken)
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
}
