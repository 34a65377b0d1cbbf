using MeshLab.Core.Scenarios;
using Microsoft.AspNetCore.Components;

namespace MeshLab.Web.Pages.Scenarios;

/// <summary>What is wrong with scenarios, each with its file, line and column. Nothing when all is well.</summary>
public sealed partial class ScenarioProblems
{
    /// <summary>The problems.</summary>
    [Parameter]
    [EditorRequired]
    public required IReadOnlyList<ScenarioProblem> Problems { get; set; }

    private string Heading
    {
        get
        {
            var scenarios = Problems.Select(problem => problem.File.Split('/')[0]).Distinct().Count();
            var problems = Problems.Count == 1 ? "1 problem" : $"{Problems.Count} problems";
            return scenarios == 1 ? $"{problems} in {Problems[0].File.Split('/')[0]}" : $"{problems} in {scenarios} folders";
        }
    }
}
