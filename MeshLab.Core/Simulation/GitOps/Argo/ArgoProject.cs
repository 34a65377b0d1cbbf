using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using MeshLab.Core.Simulation.Store;

namespace MeshLab.Core.Simulation.GitOps.Argo;

/// <summary>What a project lets an Application do. The project <c>default</c> allows everything while nobody has written one.</summary>
internal static class ArgoProject
{
    /// <summary>Why the Application is not allowed, in Argo CD's words; null when it is.</summary>
    public static string? Refusal(DemoCluster hub, JsonObject application, ArgoCluster destination)
    {
        var name = application.Text("spec", "project") ?? "";
        if (hub.Store.Peek(new ObjectKey(ArgoInstallation.Group, "appprojects", application.Namespace(), name)) is not { } project)
        {
            return name == "default" ? null : $"Application referencing project {name} which does not exist";
        }

        var repositories = (project.At("spec", "sourceRepos") as JsonArray ?? []).Select(one => one?.ToString() ?? "").ToList();
        var refused = ApplicationSources.Of(application).Select(source => source.Text("repoURL") ?? "").FirstOrDefault(address => !repositories.Exists(pattern => Fits(pattern, address)));
        if (refused is not null)
        {
            return $"application repo {refused} is not permitted in project '{name}'";
        }

        var space = application.Text("spec", "destination", "namespace") ?? "";
        return project.Items("spec", "destinations").Any(one =>
                (one.Text("server") is not { Length: > 0 } server || Fits(server, destination.Server))
                && (one.Text("name") is not { Length: > 0 } cluster || Fits(cluster, destination.Name))
                && Fits(one.Text("namespace") ?? "", space))
            ? null
            : $"application destination server '{destination.Server}' and namespace '{space}' do not match any of the allowed destinations in project '{name}'";
    }

    private static bool Fits(string pattern, string text) => pattern == text || Regex.IsMatch(text, $"^{Regex.Escape(pattern).Replace("\\*", ".*", StringComparison.Ordinal)}$");
}
