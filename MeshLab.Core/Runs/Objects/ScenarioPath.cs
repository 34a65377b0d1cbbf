using MeshLab.Core.Runs.Execution;
using MeshLab.Core.Scenarios;

namespace MeshLab.Core.Runs.Objects;

/// <summary>Finds a scenario's files: in its own folder, or in <c>shared</c> beside it. Nothing outside of these is read.</summary>
internal static class ScenarioPath
{
    private const string Shared = "shared/";

    public static string Resolve(Scenario scenario, string path)
    {
        var own = Path.GetFullPath(Path.Combine(scenario.Directory, path));
        var root = scenario.Directory;
        if (!Exists(own) && path.StartsWith(Shared, StringComparison.Ordinal))
        {
            root = Path.Combine(Path.GetDirectoryName(scenario.Directory)!, "shared");
            own = Path.GetFullPath(Path.Combine(root, path[Shared.Length..]));
        }

        var inside = own == root || own.StartsWith(root.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar, StringComparison.Ordinal);
        return !inside
            ? throw new StepFailedException($"{path} leads out of the scenario's folder.") { Retryable = false }
            : Exists(own) ? own : throw new StepFailedException($"{path} is not in the folder of {scenario.Name}.") { Retryable = false };
    }

    private static bool Exists(string path) => File.Exists(path) || Directory.Exists(path);
}
