using MeshLab.Core.Runs.Objects;
using MeshLab.Core.Scenarios;

namespace MeshLab.Core.Runs.Helm;

/// <summary>Arguments that commands of helm share.</summary>
internal static class HelmArguments
{
    /// <summary>The release, its chart and its values; <paramref name="singleValues"/> is a file with those of <c>set</c>, or null.</summary>
    public static List<string> Chart(Scenario scenario, HelmAction action, string? singleValues)
    {
        var chart = Directory.Exists(Path.Combine(scenario.Directory, action.Chart)) ? ScenarioFiles.Resolve(scenario.Directory, action.Chart) : action.Chart;
        List<string> arguments = [action.Release, chart, "--namespace", action.Namespace];
        if (action.Repo is not null)
        {
            arguments.AddRange(["--repo", action.Repo]);
        }

        if (action.Version is not null)
        {
            arguments.AddRange(["--version", action.Version]);
        }

        foreach (var file in action.Values)
        {
            arguments.AddRange(["--values", ScenarioFiles.Resolve(scenario.Directory, file)]);
        }

        if (singleValues is not null)
        {
            // Not --set: arguments are visible to every user of the machine, and these may be secret.
            arguments.AddRange(["--values", singleValues]);
        }

        return arguments;
    }
}
