using System.Text.Json.Nodes;
using MeshLab.Core.Scenarios;

namespace MeshLab.Core.Exports.Plan;

/// <summary>What of a scenario goes into an export, before any format: units to deploy in order, and what people do themselves.</summary>
/// <param name="Scenario">The scenario.</param>
/// <param name="Parameters">The values the templates were filled in with, without secrets.</param>
/// <param name="Units">The units in order, of all roles.</param>
/// <param name="ByHand">What no GitOps engine does, in order.</param>
/// <param name="Checks">What the scenario would have checked.</param>
internal sealed record ExportPlan(
    Scenario Scenario,
    IReadOnlyDictionary<string, string> Parameters,
    IReadOnlyList<ExportUnit> Units,
    IReadOnlyList<ByHandStep> ByHand,
    IReadOnlyList<ExportCheck> Checks)
{
    /// <summary>The roles that something is deployed to, as the scenario lists them.</summary>
    public IReadOnlyList<string> Roles => [.. Scenario.Clusters.Select(role => role.Role).Where(role => Units.Any(unit => unit.Role == role))];

    /// <summary>A role's units in order.</summary>
    public IReadOnlyList<ExportUnit> Of(string role) => [.. Units.Where(unit => unit.Role == role)];
}

/// <summary>What is deployed together to the clusters of a role.</summary>
/// <param name="Role">The role.</param>
/// <param name="Order">Its place among the role's units, from 1.</param>
/// <param name="Id">The id of its first step.</param>
internal abstract record ExportUnit(string Role, int Order, string Id)
{
    /// <summary>Its folder: order and id, so that a listing shows the order.</summary>
    public string Folder => $"{Order:00}-{Id}";
}

/// <summary>Objects of one step or of several that follow each other.</summary>
/// <param name="Role">The role.</param>
/// <param name="Order">Its place.</param>
/// <param name="Id">The first step.</param>
/// <param name="Steps">The steps with their objects, in order.</param>
internal sealed record ObjectsUnit(string Role, int Order, string Id, IReadOnlyList<ObjectsStep> Steps) : ExportUnit(Role, Order, Id);

/// <summary>The objects of one step.</summary>
/// <param name="Step">The step's id.</param>
/// <param name="Title">Its title.</param>
/// <param name="Files">Objects by the file they come from; the name is made up for those that come from no file.</param>
/// <param name="Remote">Addresses of manifests that projects publish.</param>
internal sealed record ObjectsStep(string Step, string Title, IReadOnlyList<ObjectsFile> Files, IReadOnlyList<string> Remote);

/// <summary>Objects that lie in one file.</summary>
/// <param name="Name">The file's name.</param>
/// <param name="Objects">The objects in their final form.</param>
/// <param name="Text">The file as it was written, with its comments; null when the objects are not just those in it.</param>
internal sealed record ObjectsFile(string Name, IReadOnlyList<JsonObject> Objects, string? Text);

/// <summary>A chart's release.</summary>
/// <param name="Role">The role.</param>
/// <param name="Order">Its place.</param>
/// <param name="Id">The step.</param>
/// <param name="Title">Its title.</param>
/// <param name="Release">The release's name.</param>
/// <param name="Repository">The chart repository, or <c>oci://</c> and the path to the chart's folder.</param>
/// <param name="Chart">The chart's name.</param>
/// <param name="Version">Its version; empty for the newest.</param>
/// <param name="Namespace">The namespace.</param>
/// <param name="Values">The values, files and single ones merged.</param>
/// <param name="Space">The namespace as an object, where it has to be made with it: no earlier unit of the role does, and no cluster has it by itself.</param>
internal sealed record ChartUnit(string Role, int Order, string Id, string Title, string Release, string Repository, string Chart, string Version, string Namespace, JsonObject Values, JsonObject? Space)
    : ExportUnit(Role, Order, Id)
{
    public bool IsOci => Repository.StartsWith("oci://", StringComparison.Ordinal);
}

/// <summary>A step, or a part of one, that somebody has to do.</summary>
/// <param name="Step">The step's id.</param>
/// <param name="Role">The role of the cluster.</param>
/// <param name="Title">The step's title.</param>
/// <param name="What">What to do and why it is not in the export.</param>
/// <param name="Commands">Commands that do it, where there are some.</param>
internal sealed record ByHandStep(string Step, string Role, string Title, string What, IReadOnlyList<string> Commands);

/// <summary>A check of the scenario, as a command.</summary>
/// <param name="Title">What is checked.</param>
/// <param name="Role">The role of the cluster.</param>
/// <param name="Command">How to look.</param>
internal sealed record ExportCheck(string Title, string Role, string Command);
