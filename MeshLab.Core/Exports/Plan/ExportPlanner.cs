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
    private static readonly HashSet<string> EveryClusterHas = ["default", "kube-system", "kube-public", "kube-node-lease"];

    /// <summary>Kinds that have no namespace. There is no cluster to ask when something is exported.</summary>
    private static readonly HashSet<string> ClusterScoped =
    [
        "Namespace", "Node", "PersistentVolume", "ClusterRole", "ClusterRoleBinding", "CustomResourceDefinition", "StorageClass", "PriorityClass", "IngressClass", "RuntimeClass",
        "APIService", "MutatingWebhookConfiguration", "ValidatingWebhookConfiguration", "ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding", "GatewayClass",
        "CiliumClusterwideNetworkPolicy", "CiliumLoadBalancerIPPool", "CiliumL2AnnouncementPolicy",
    ];

    private readonly Scenario _scenario;
    private readonly TemplateContext _templates;
    private readonly FinalObjects _objects = new();
    private readonly List<Piece> _pieces = [];
    private readonly List<ByHandStep> _byHand = [];
    private readonly List<ExportCheck> _checks = [];
    private readonly HashSet<(string Role, string Address)> _remote = [];

    private ExportPlanner(Scenario scenario, IReadOnlyDictionary<string, string> values)
    {
        _scenario = scenario;
        var known = scenario with { Parameters = [.. scenario.Parameters.Where(parameter => parameter.Type != ParameterType.Secret)] };
        _templates = TemplateContext.For(known, values);
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

        return new ExportPlan(scenario, planner._templates.Parameters.ToDictionary(one => one.Key, one => one.Value.Text, StringComparer.Ordinal), planner.Units(), planner._byHand, planner._checks);
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
            ByHand(step, $"Whether it is to be done is known only at run time: {error.Message}.");
            return;
        }

        switch (step.Action)
        {
            case NamespaceAction space:
                Add(step, [new ObjectsFile($"{step.Id}.yaml", [Namespace((NamespaceAction)TemplateRenderer.RenderAction(space, _templates))], null)], []);
                break;
            case ApplyAction apply:
                await ApplyAsync(step, apply, cancellationToken);
                break;
            case HelmAction helm:
                await HelmAsync(step, helm, cancellationToken);
                break;
            case { } other:
                Other(step, other);
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
            ByHand(step, "It takes over fields of objects that something else has made, to show what happens then; a GitOps engine would do that for ever.");
            return;
        }

        var space = Rendered(() => Text(apply.Namespace));
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
                var written = space is null && kept.Count == objects.Count ? await File.ReadAllTextAsync(file.FullPath, cancellationToken) : null;
                files.Add(new ObjectsFile(Path.GetFileName(file.FullPath), kept, written));
            }
        }

        var inline = apply.Objects.Select(one => Inline(step, one)).OfType<JsonObject>().Select(one => Placed(one, space)).Where(one => !IsSecret(step, one)).ToList();
        if (inline.Count > 0)
        {
            files.Add(new ObjectsFile("objects.yaml", inline, null));
        }

        Add(step, files, remote);
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
            ByHand(step, $"Apply the {template["kind"]} {template["metadata"]?["name"]} yourself: {error.Message}, and what a run makes or is told in confidence is not exported.");
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

        ByHand(step, $"Make the Secret {resource["metadata"]!["name"]} yourself: no Secret is exported.");
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
                ByHand(step, $"Set the value {path} of the release {helm.Release} yourself: {error.Message}, and what a run makes or is told in confidence is not exported.");
            }
        }

        var rendered = (HelmAction)TemplateRenderer.RenderAction(helm with { Set = new Dictionary<string, string>() }, _templates) with { Set = set };
        if (rendered.Repo is null && !rendered.Chart.StartsWith("oci://", StringComparison.Ordinal))
        {
            ByHand(step, $"Its chart is the scenario's own folder {rendered.Chart}.", [$"helm upgrade --install {rendered.Release} {rendered.Chart} --namespace {rendered.Namespace} --create-namespace"]);
            return;
        }

        var values = await HelmValues.MergeAsync(_scenario, rendered, cancellationToken);
        var space = Namespace(new NamespaceAction(rendered.Namespace, new Dictionary<string, string>(), new Dictionary<string, string>()));
        if (!_objects.Holds(step.Cluster, FinalObjects.RefOf(space)))
        {
            _objects.Seen(step.Cluster, space);
        }

        var slash = rendered.Chart.LastIndexOf('/');
        var (repository, chart) = rendered.Repo is { } repo ? (repo, rendered.Chart) : (rendered.Chart[..slash], rendered.Chart[(slash + 1)..]);
        _pieces.Add(new Piece(step, null, new ChartUnit(step.Cluster, 0, step.Id, step.Title, rendered.Release, repository, chart, rendered.Version ?? "", rendered.Namespace, values, space)));
    }

    private void Other(ScenarioStep step, StepAction action)
    {
        var rendered = TryRender(action);
        switch (rendered)
        {
            case null:
                ByHand(step, "It needs values that are known only at run time.");
                break;
            case WaitAction { Outputs: null or { Count: 0 } }:
                // Engines wait by themselves: for health, for waves, for what a bundle depends on.
                break;
            case WaitAction wait:
                ByHand(step, $"Read {string.Join(", ", wait.Outputs!.Values)} of {wait.Resource}; later steps need it.", [$"kubectl get {wait.Resource}{(wait.Namespace is null ? "" : $" -n {wait.Namespace}")} -o yaml"]);
                break;
            case KindAction kind:
                ByHand(step, "A cluster is not deployed by an engine that runs in it.", [$"kind create cluster --name {kind.Name}"]);
                break;
            case CliAction cli:
                ByHand(step, $"It runs {cli.Tool}.", [$"{cli.Tool} {string.Join(' ', cli.Args.Select(ShellText.Quoted))}"]);
                break;
            case ExecAction exec:
                ByHand(step, "It runs a command in a pod.", [ShellText.Exec(exec)]);
                break;
            case LoadAction load:
                ByHand(step, "It sends load.", [ShellText.Load(load)]);
                break;
            case GenerateAction generate:
                ByHand(step, generate.What == GenerateKind.JsonWebToken
                    ? $"Make an RSA key and a token of {generate.CommonName}; MeshLab makes new ones in each run and exports none."
                    : $"Make a certificate for {generate.CommonName}; MeshLab makes a new one in each run and exports none.");
                break;
            default:
                ByHand(step, $"A {action.Kind} step is not exported.");
                break;
        }
    }

    private StepAction? TryRender(StepAction action)
    {
        try
        {
            return TemplateRenderer.RenderAction(action, _templates);
        }
        catch (TemplateException)
        {
            return null;
        }
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

    private void ByHand(ScenarioStep step, string what, IReadOnlyList<string>? commands = null) => _byHand.Add(new ByHandStep(step.Id, step.Cluster, step.Title, what, commands ?? []));

    private void Add(ScenarioStep step, IReadOnlyList<ObjectsFile> files, IReadOnlyList<string> remote)
    {
        foreach (var resource in files.SelectMany(file => file.Objects))
        {
            _objects.Seen(step.Cluster, resource);
        }

        _pieces.Add(new Piece(step, new ObjectsStep(step.Id, step.Title, files, remote), null));
    }

    private static JsonObject Namespace(NamespaceAction action)
    {
        var metadata = new JsonObject { ["name"] = action.Name };
        foreach (var (field, map) in new[] { ("labels", action.Labels), ("annotations", action.Annotations) })
        {
            if (map.Count > 0)
            {
                metadata[field] = new JsonObject(map.Select(one => KeyValuePair.Create(one.Key, (JsonNode?)one.Value)));
            }
        }

        return new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Namespace", ["metadata"] = metadata };
    }

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

    /// <summary>The pieces as units: charts by themselves, objects that follow each other on one role together.</summary>
    private List<ExportUnit> Units()
    {
        var units = new List<ExportUnit>();
        foreach (var role in _scenario.Clusters.Select(role => role.Role))
        {
            var order = 0;
            var open = new List<ObjectsStep>();
            foreach (var piece in _pieces.Where(piece => piece.Step.Cluster == role))
            {
                if (piece.Chart is { } chart)
                {
                    Close();
                    units.Add(chart with { Order = ++order, Space = EveryClusterHas.Contains(chart.Namespace) ? null : _objects.Place(role, chart.Space!) });
                }
                else if (Final(role, piece.Objects!) is { } step)
                {
                    open.Add(step);
                }
            }

            Close();

            void Close()
            {
                if (open.Count > 0)
                {
                    units.Add(new ObjectsUnit(role, ++order, open[0].Step, [.. open]));
                    open.Clear();
                }
            }
        }

        return units;
    }

    /// <summary>The step with its objects in their final form; null when earlier steps have them all.</summary>
    private ObjectsStep? Final(string role, ObjectsStep step)
    {
        var files = new List<ObjectsFile>();
        foreach (var file in step.Files)
        {
            var objects = file.Objects.Select(one => _objects.Place(role, one)).OfType<JsonObject>().ToList();
            var asWritten = objects.Count == file.Objects.Count && objects.Zip(file.Objects).All(pair => JsonNode.DeepEquals(pair.First, pair.Second));
            if (objects.Count > 0)
            {
                files.Add(new ObjectsFile(file.Name, objects, asWritten ? file.Text : null));
            }
        }

        return files.Count > 0 || step.Remote.Count > 0 ? step with { Files = files } : null;
    }

    private sealed record Piece(ScenarioStep Step, ObjectsStep? Objects, ChartUnit? Chart);
}
