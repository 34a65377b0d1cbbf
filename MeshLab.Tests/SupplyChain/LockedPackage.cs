using System.Text.Json.Nodes;

namespace MeshLab.Tests.SupplyChain;

/// <summary>A package as a lock file holds it.</summary>
internal sealed record LockedPackage(string Id, string Version)
{
    /// <summary>Whether the SDK adds it in its own version, so that it changes with the SDK and not with this repository.</summary>
    public bool FollowsSdk => Id == "Microsoft.AspNetCore.App.Internal.Assets";

    /// <summary>The packages of a project and of what it depends on, by name. Other projects of the solution are none.</summary>
    public static IReadOnlyList<LockedPackage> Of(string project) =>
    [
        .. JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, project, "packages.lock.json")))!["dependencies"]!.AsObject()
            .SelectMany(framework => framework.Value!.AsObject())
            .Where(package => package.Value!["type"]!.GetValue<string>() != "Project")
            .Select(package => new LockedPackage(package.Key, package.Value!["resolved"]!.GetValue<string>()))
            .Distinct()
            .OrderBy(package => package.Id, StringComparer.OrdinalIgnoreCase),
    ];
}
