using System.ComponentModel;
using MeshLab.Core.Runs.Tools;
using MeshLab.Core.Scenarios;

namespace MeshLab.Core.Runs.Readiness;

/// <summary>Whether the tools a scenario needs are there, in versions that do.</summary>
internal sealed class ToolCheck(ToolLocator locator, ContentDirectories directories)
{
    private const string Name = "Tool";

    public async Task<IReadOnlyList<PreflightCheck>> CheckAsync(Scenario scenario, CancellationToken cancellationToken) =>
        await Task.WhenAll(scenario.Tools.Select(tool => CheckAsync(tool, cancellationToken)));

    /// <summary>On the demo cluster alone no tool is started but those of <c>cli</c> steps, and these are left out when they are missing.</summary>
    public static IReadOnlyList<PreflightCheck> NotNeeded(Scenario scenario) =>
        [.. scenario.Tools.Select(tool => new PreflightCheck(Name, null, PreflightStatus.Skipped, $"{tool.Name}: the demo cluster does not need it."))];

    private async Task<PreflightCheck> CheckAsync(ToolRequirement tool, CancellationToken cancellationToken)
    {
        var howToInstall = KnownTools.HowToInstall(tool.Name, Path.Combine(directories.Data, "tools"));
        if (locator.Find(tool.Name) is not { } path)
        {
            return Problem($"{tool.Name}{(tool.Version is null ? "" : " " + tool.Version)} is needed and was not found.");
        }

        Version? version;
        try
        {
            version = await ToolRunner.VersionAsync(path, tool.Name, cancellationToken);
        }
        catch (Win32Exception error)
        {
            return Problem($"{path} cannot be started: {error.Message}.");
        }

        return (tool.Version, version) switch
        {
            (null, null) => Ok($"{path}"),
            (null, _) => Ok($"{path} is version {version}."),
            (_, null) => Problem($"{path} did not tell its version; {tool.Name} {tool.Version} is needed."),
            var (constraint, found) when VersionConstraint.Allows(constraint, found) => Ok($"{path} is version {version}; {constraint} is needed."),
            var (constraint, _) => Problem($"{path} is version {version}; {tool.Name} {constraint} is needed."),
        };

        PreflightCheck Ok(string found) => new(Name, null, PreflightStatus.Ok, $"{tool.Name}: {found}");
        PreflightCheck Problem(string found) => new(Name, null, PreflightStatus.Problem, found, howToInstall);
    }
}
