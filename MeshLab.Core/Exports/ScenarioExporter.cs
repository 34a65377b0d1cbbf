using MeshLab.Core.Exports.Formats;
using MeshLab.Core.Exports.Plan;
using MeshLab.Core.Scenarios;

namespace MeshLab.Core.Exports;

/// <summary>Exports scenarios for GitOps engines.</summary>
public sealed class ScenarioExporter(ScenarioCatalogue catalogue)
{
    /// <summary>The export; null when there is no such scenario.</summary>
    /// <exception cref="ExportRefusedException">A parameter does not fit, a secret was given, or a file of the scenario cannot be read.</exception>
    public async Task<ExportArchive?> ExportAsync(ExportRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (catalogue.Find(request.Scenario) is not { } scenario)
        {
            return null;
        }

        var problems = Problems(scenario, request.Parameters);
        if (problems.Count > 0)
        {
            throw new ExportRefusedException(problems);
        }

        var plan = await ExportPlanner.PlanAsync(scenario, request.Parameters, cancellationToken);
        var files = request.Format switch
        {
            ExportFormat.Kustomize => KustomizeFormat.Of(plan),
            ExportFormat.ArgoCd => ArgoCdFormat.Of(plan, request.Git),
            _ => FleetFormat.Of(plan, request.Git),
        };
        return new ExportArchive(
            $"{scenario.Name}-{request.Format.ToString().ToLowerInvariant()}.zip",
            [.. files.Append(ExportReadme.Of(plan, request.Format, request.Git)).OrderBy(file => file.Path, StringComparer.Ordinal)]);
    }

    private static List<string> Problems(Scenario scenario, IReadOnlyDictionary<string, string> values)
    {
        var secrets = scenario.Parameters.Where(parameter => parameter.Type == ParameterType.Secret).Select(parameter => parameter.Name).ToHashSet(StringComparer.Ordinal);
        var open = scenario with { Parameters = [.. scenario.Parameters.Where(parameter => !secrets.Contains(parameter.Name))] };
        var given = values.Where(value => !secrets.Contains(value.Key)).ToDictionary(value => value.Key, value => value.Value);
        return
        [
            .. values.Keys.Where(secrets.Contains).Select(name => $"{name} is a secret and goes into no export; leave it out."),
            .. ParameterValidator.Validate(open, given),
        ];
    }
}
