using System.Text.Json.Nodes;
using MeshLab.Core.Clusters.Manifests;
using MeshLab.Core.Scenarios.Templates;

namespace MeshLab.Core.Scenarios.Conflicts;

/// <summary>What a scenario puts on a cluster that cannot be shared.</summary>
/// <param name="Releases">Helm releases as <c>namespace/release</c>.</param>
/// <param name="NetworkPlugins">Charts that bring a CNI.</param>
/// <param name="Injectors">Namespace to the meshes asked to take its pods.</param>
internal sealed record Footprint(IReadOnlySet<string> Releases, IReadOnlySet<string> NetworkPlugins, IReadOnlyDictionary<string, IReadOnlySet<string>> Injectors)
{
    private static readonly HashSet<string> NetworkPluginCharts = new(StringComparer.Ordinal) { "cilium", "tigera-operator", "calico", "flannel", "antrea", "kube-ovn" };

    /// <param name="scenario">The scenario.</param>
    /// <param name="role">Only what goes to this role's cluster; null for all of it.</param>
    /// <param name="values">The run's parameters, to leave out steps whose condition does not hold; null counts every step.</param>
    public static Footprint Of(Scenario scenario, string? role, TemplateContext? values)
    {
        var releases = new HashSet<string>(StringComparer.Ordinal);
        var plugins = new HashSet<string>(StringComparer.Ordinal);
        var injectors = new Dictionary<string, IReadOnlySet<string>>(StringComparer.Ordinal);
        foreach (var step in scenario.Steps.Where(step => (role is null || step.Cluster == role) && MayRun(step, values)))
        {
            switch (step.Action)
            {
                case HelmAction helm:
                    releases.Add($"{Text(helm.Namespace)}/{Text(helm.Release)}");
                    if (NetworkPluginCharts.Contains(helm.Chart.Split('/')[^1]))
                    {
                        plugins.Add(helm.Chart.Split('/')[^1]);
                    }

                    break;
                case NamespaceAction space:
                    Inject(Text(space.Name), Injector.Of(space.Labels, space.Annotations));
                    break;
                case ApplyAction apply:
                    foreach (var resource in apply.Objects.Concat(Manifests(scenario, apply)).Where(resource => resource["kind"]?.ToString() == "Namespace"))
                    {
                        Inject(Text(resource["metadata"]?["name"]?.ToString() ?? ""), Injector.Of(resource));
                    }

                    break;
            }
        }

        return new(releases, plugins, injectors);

        string Text(string template)
        {
            try
            {
                return values is null ? template : TemplateRenderer.Render(template, values).Text;
            }
            catch (TemplateException)
            {
                // It reads outputs that there are in a run only; unknown, it collides with nothing.
                return template;
            }
        }

        void Inject(string name, string? injector)
        {
            if (injector is not null)
            {
                injectors[name] = new HashSet<string>(injectors.GetValueOrDefault(name, new HashSet<string>())) { injector };
            }
        }
    }

    private static bool MayRun(ScenarioStep step, TemplateContext? values)
    {
        try
        {
            return values is null || TemplateRenderer.Holds(step.When, values);
        }
        catch (TemplateException)
        {
            return true;
        }
    }

    private static IEnumerable<JsonObject> Manifests(Scenario scenario, ApplyAction apply)
    {
        foreach (var path in apply.Files.Where(path => !ScenarioFiles.IsRemote(path)))
        {
            IReadOnlyList<JsonObject> resources;
            try
            {
                resources = [.. ScenarioFiles.Expand(scenario.Directory, path)
                    .SelectMany(file => ManifestReader.Read(File.ReadAllText(file.FullPath), file.Name))
                    .Select(manifest => manifest.Resource)];
            }
            catch (Exception error) when (error is ScenarioFileException or ManifestException or IOException or UnauthorizedAccessException)
            {
                // The run reports it when it applies the file.
                continue;
            }

            foreach (var resource in resources)
            {
                yield return resource;
            }
        }
    }
}
