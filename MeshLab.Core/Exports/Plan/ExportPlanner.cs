using System.Text.Json.Nodes;
using MeshLab.Core.Clusters.Manifests;
using MeshLab.Core.Runs.Execution;
using MeshLab.Core.Runs.Helm;
using MeshLab.Core.Scenarios;
using MeshLab.Core.Scenarios.Templates;

namespace MeshLab.Core.Exports.Plan;

/// <summary>Sorts a scenario's steps into what an engine deploys and what people do, with the templates filled in as far as parameters go.</summary>
internal sealed class ExportPlanner
{
    /// <summary>Kinds that have no namespace. There is no cluster to ask when something is exported.</summary>
    private static readonly HashSet<string> ClusterScoped =
    [
        "Namespace", "Node", "PersistentVolume", "ClusterRole", "ClusterRoleBinding", "CustomResourceDefinition", "StorageClass", "PriorityClass", "IngressClass", "RuntimeClass",
        "APIService", "MutatingWebhookConfiguration", "ValidatingWebhookConfiguration", "ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding", "GatewayClass",
        "CiliumClusterwideNetworkPolicy", "CiliumLoadBalancerIPPool", "CiliumL2AnnouncementPolicy",
    ];

    private readonly Scenario _scenario;
    private readonly TemplateContext _templates;
    private readonly UnitBuilder _units = new();
    private readonly ByHandSteps _byHand;
    private readonly List<ExportCheck> _checks = [];
    private readonly HashSet<(string Role, string Address)> _remote = [];

    private ExportPlanner(Scenario scenario, IReadOnlyDictionary<string, string> values)
    {
        _scenario = scenario;
        var known = scenario with { Parameters = [.. scenario.Parameters.Where(parameter => parameter.Type != ParameterType.Secret)] };
        _templates = TemplateContext.For(known, values);
        _byHand = new ByHandSteps(_templates);
    }

    /// <exception cref="ExportRefusedException">A file of the scenario cannot be read.</exception>
    public static async Task<ExportPlan> PlanAsync(Scenario scenario, IReadOnlyDictionary<string, string> values, CancellationToken cancellationToken)
    {
        var planner = new ExportPlanner(scenario, values);
        try
        {
            foreach (var step in scenario.Steps)
            {
                await planner.StepAsync(step, cancellationToken);
            }
        }
        catch (Exception error) when (error is ManifestException or ScenarioFileException or StepFailedException or IOException)
        {
            throw new ExportRefusedException([error.Message]);
        }

        return new ExportPlan(scenario, planner._templates.Parameters.ToDictionary(one => one.Key, one => one.Value.Text, StringComparer.Ordinal), planner._units.Build(scenario), planner._byHand.Steps, planner._checks);
    }

    private async Task StepAsync(ScenarioStep step, CancellationToken cancellationToken)
    {
        try
        {
            if (!TemplateRenderer.Holds(step.When, _templates))
            {
                return;
            }
        }
        catch (TemplateException error)
        {
            _byHand.Add(step, $"Whether it is to be done is known only at run time: {ByHandSteps.Needs(error)}.");
            return;
        }

        switch (step.Action)
        {
            case NamespaceAction space:
                _units.Add(step, [new ObjectsFile($"{step.Id}.yaml", [ExportedNamespace.Of((NamespaceAction)TemplateRenderer.RenderAction(space, _templates))], null)], []);
                break;
            case ApplyAction apply:
                await ApplyAsync(step, apply, cancellationToken);
                break;
            case HelmAction helm:
                await HelmAsync(step, helm, cancellationToken);
                break;
            case { } other:
                _byHand.Add(step, other);
                break;
        }

        foreach (var check in step.Verify)
        {
            _checks.Add(new ExportCheck(check.Title, check.Cluster ?? step.Cluster, Rendered(() => ShellText.Check(TemplateRenderer.RenderVerification(check, _templates))) ?? "(it needs values that are known only at run time)"));
        }
    }

    private async Task ApplyAsync(ScenarioStep step, ApplyAction apply, CancellationToken cancellationToken)
    {
        if (apply.Force)
        {
            _byHand.Add(step, "It takes over fields of objects that something else has made, to show what happens then; a GitOps engine would do that for ever.");
            return;
        }

        var space = Rendered(() => Text(apply.Namespace));
        var images = apply.Images.Select(pair => (pair.Key, Value: Rendered(() => Text(pair.Value)))).Where(pair => pair.Value is not null).ToDictionary(pair => pair.Key, pair => pair.Value!);
        var files = new List<ObjectsFile>();
        var remote = new List<string>();
        foreach (var path in apply.Files)
        {
            if (ScenarioFiles.IsRemote(path))
            {
                if (Text(path) is { } address && _remote.Add((step.Cluster, address)))
                {
                    remote.Add(address);
                }

                continue;
            }

            foreach (var file in ScenarioFiles.Expand(_scenario.Directory, path))
            {
                var objects = (await ManifestReader.ReadFileAsync(file.FullPath, file.Name, cancellationToken)).Select(manifest => Placed(manifest.Resource, space)).ToList();
                var kept = objects.Where(one => !IsSecret(step, one)).ToList();
                kept.ForEach(one => ContainerImages.Replace(one, images));
                var written = space is null && images.Count == 0 && kept.Count == objects.Count ? await File.ReadAllTextAsync(file.FullPath, cancellationToken) : null;
                files.Add(new ObjectsFile(Path.GetFileName(file.FullPath), kept, written));
            }
        }

        var inline = apply.Objects.Select(one => Inline(step, one)).OfType<JsonObject>().Select(one => Placed(one, space)).Where(one => !IsSecret(step, one)).ToList();
        inline.ForEach(one => ContainerImages.Replace(one, images));
        if (inline.Count > 0)
        {
            files.Add(new ObjectsFile("objects.yaml", inline, null));
        }

        _units.Add(step, files, remote);
    }

    /// <summary>An object of the step itself; null when it needs what a run alone knows.</summary>
    private JsonObject? Inline(ScenarioStep step, JsonObject template)
    {
        try
        {
            return TemplateRenderer.RenderTree(template, _templates);
        }
        catch (TemplateException error)
        {
            _byHand.Add(step, $"Apply the {template["kind"]} {template["metadata"]?["name"]} yourself: {ByHandSteps.Needs(error)}, and that is not exported.");
            return null;
        }
    }

    /// <summary>A Secret with something in it stays out of every export; one that a cluster fills is nothing secret.</summary>
    private bool IsSecret(ScenarioStep step, JsonObject resource)
    {
        if (resource["kind"]!.GetValue<string>() != "Secret" || (resource["data"] is null && resource["stringData"] is null))
        {
            return false;
        }

        _byHand.Add(step, $"Make the Secret {resource["metadata"]!["name"]} yourself: no Secret is exported.");
        return true;
    }

    private async Task HelmAsync(ScenarioStep step, HelmAction helm, CancellationToken cancellationToken)
    {
        var set = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (path, template) in helm.Set)
        {
            try
            {
                set[path] = Text(template)!;
            }
            catch (TemplateException error)
            {
                _byHand.Add(step, $"Set the value {path} of the release {helm.Release} yourself: {ByHandSteps.Needs(error)}, and that is not exported.");
            }
        }

        var rendered = (HelmAction)TemplateRenderer.RenderAction(helm with { Set = new Dictionary<string, string>() }, _templates) with { Set = set };
        if (rendered.Repo is null && !rendered.Chart.StartsWith("oci://", StringComparison.Ordinal))
        {
            _byHand.Add(step, $"Its chart is the scenario's own folder {rendered.Chart}.", $"helm upgrade --install {rendered.Release} {rendered.Chart} --namespace {rendered.Namespace} --create-namespace");
            return;
        }

        var values = await HelmValues.MergeAsync(_scenario, rendered, cancellationToken);
        var slash = rendered.Chart.LastIndexOf('/');
        var (repository, chart) = rendered.Repo is { } repo ? (repo, rendered.Chart) : (rendered.Chart[..slash], rendered.Chart[(slash + 1)..]);
        _units.Add(step, new ChartUnit(step.Cluster, 0, step.Id, step.Title, rendered.Release, repository, chart, rendered.Version ?? "", rendered.Namespace, values, ExportedNamespace.Of(rendered.Namespace)));
    }

    private static string? Rendered(Func<string?> render)
    {
        try
        {
            return render();
        }
        catch (TemplateException)
        {
            return null;
        }
    }

    private string? Text(string? template) => template is null ? null : TemplateRenderer.Render(template, _templates).Text;

    private static JsonObject Placed(JsonObject resource, string? @namespace)
    {
        var copy = (JsonObject)resource.DeepClone();
        if (@namespace is not null && !IsClusterScoped(resource))
        {
            copy["metadata"]!["namespace"] ??= @namespace;
        }

        return copy;
    }

    private static bool IsClusterScoped(JsonObject resource) => ClusterScoped.Contains(resource["kind"]!.GetValue<string>());
}
