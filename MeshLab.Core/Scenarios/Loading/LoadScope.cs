using MeshLab.Core.Clusters.Manifests;

namespace MeshLab.Core.Scenarios.Loading;

/// <summary>What the readers of one scenario share.</summary>
/// <param name="Directory">The scenario's folder.</param>
/// <param name="Document">Its <c>scenario.yaml</c>.</param>
/// <param name="Problems">Where problems go.</param>
/// <param name="TaskProblem">Gives what is wrong with a roadmap task's id, or null.</param>
internal sealed record LoadScope(string Directory, YamlDocument Document, ProblemList Problems, Func<string, string?> TaskProblem)
{
    public ReferencedFiles Files { get; } = new(Directory, Problems);

    /// <summary>The cluster roles; empty when reading them failed, and then they are not checked.</summary>
    public IReadOnlyList<ClusterRole> Roles { get; set; } = [];

    public IReadOnlyList<ToolRequirement> Tools { get; set; } = [];

    public IReadOnlyList<ScenarioParameter> Parameters { get; set; } = [];

    /// <summary>Reads a <c>covers</c> list and checks its task ids.</summary>
    public IReadOnlyList<string> Covers(FieldReader fields)
    {
        var covers = fields.TextsWithPlace("covers");
        foreach (var (task, pointer) in covers)
        {
            if (TaskProblem(task) is { } problem)
            {
                fields.ProblemAt(pointer, problem);
            }
        }

        return [.. covers.Select(cover => cover.Text)];
    }

    /// <summary>Reads a role's name and checks that the scenario has it.</summary>
    public string? Role(FieldReader fields)
    {
        var role = fields.OptionalText("cluster");
        if (role is not null && Roles.Count > 0 && Roles.All(known => known.Role != role))
        {
            fields.Problem("cluster", $"the scenario has no cluster role \"{role}\"{Spelling.Suggest(role, Roles.Select(known => known.Role))}; it has {string.Join(", ", Roles.Select(known => known.Role))}");
        }

        return role;
    }
}
