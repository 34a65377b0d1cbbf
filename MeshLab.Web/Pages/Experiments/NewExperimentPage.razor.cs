using MeshLab.Core.Audit;
using MeshLab.Core.Clusters;
using MeshLab.Core.Experiments;
using MeshLab.Core.Scenarios;
using Microsoft.AspNetCore.Components;

namespace MeshLab.Web.Pages.Experiments;

/// <summary>The form for a new experiment: variants, loads, repetitions, and what is in the way. It is checked after every change.</summary>
public sealed partial class NewExperimentPage
{
    private static readonly string[] Meshes = ["baseline", "istio-sidecar", "istio-ambient", "linkerd", "cilium"];

    private readonly List<VariantDraft> _variants = [];
    private readonly List<LevelDraft> _levels = [new() { Qps = 50, Connections = 8 }, new() { Qps = 200, Connections = 16 }];
    private IReadOnlyList<string> _clusters = [];
    private IReadOnlyList<string> _scenarios = [];
    private ExperimentCheck? _check;
    private string _name = "What a mesh costs";
    private string _in = ExperimentTarget.SampleApp.In;
    private string _namespace = ExperimentTarget.SampleApp.Namespace;
    private string _container = ExperimentTarget.SampleApp.Container ?? "";
    private string _url = ExperimentTarget.SampleApp.Url;
    private string _payload = ExperimentTarget.SampleApp.Payload ?? "";
    private int _repetitions = 6;
    private double _warmUp = 30;
    private double _coolDown = 10;
    private int _checks;
    private bool _busy;

    /// <summary>Where experiments are made.</summary>
    [Inject]
    public required ExperimentService Experiments { get; set; }

    /// <summary>The clusters to choose from.</summary>
    [Inject]
    public required ClusterCatalogue Catalogue { get; set; }

    /// <summary>The scenarios to choose from.</summary>
    [Inject]
    public required ScenarioCatalogue Scenarios { get; set; }

    /// <summary>Leads to the new experiment.</summary>
    [Inject]
    public required NavigationManager Navigation { get; set; }

    /// <inheritdoc/>
    protected override async Task ReloadAsync(CancellationToken cancellationToken)
    {
        _clusters = [.. Catalogue.Clusters.Select(cluster => cluster.Name)];
        _scenarios = [.. Scenarios.Scenarios.Where(scenario => scenario.Clusters.Count > 0).Select(scenario => scenario.Name)];
        if (_variants.Count == 0 && _clusters.Count > 0)
        {
            _variants.AddRange(Meshes.Take(2).Select(mesh => VariantDraft.OfMesh(mesh, _clusters[0])));
        }

        _check = await Experiments.CheckAsync(Read(), cancellationToken);
    }

    private ExperimentDefinition Read() => new(
        _name.Trim(),
        [.. _variants.Select(variant => variant.Read())],
        [.. _levels.Select(level => level.Read())],
        _repetitions,
        new(_in.Trim(), _namespace.Trim(), _container.Trim() is { Length: > 0 } container ? container : null, _url.Trim(), _payload.Length > 0 ? _payload : null),
        Seconds(_warmUp),
        Seconds(_coolDown));

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(double.IsFinite(seconds) ? Math.Clamp(seconds, -1, 1e6) : -1);

    /// <summary>Checks what stands in the form. An answer that a later change has overtaken is dropped.</summary>
    private async Task CheckAsync()
    {
        var number = ++_checks;
        var check = await Experiments.CheckAsync(Read(), Disposed);
        if (number == _checks)
        {
            _check = check;
        }
    }

    private Task DeployAsync(VariantDraft variant, string scenario)
    {
        variant.Scenario = scenario;
        variant.TakeRoles(Scenarios.Find(scenario), _clusters);
        return CheckAsync();
    }

    private Task BindAsync(VariantDraft variant, string role, string cluster)
    {
        variant.Bind(role, cluster);
        return CheckAsync();
    }

    private Task AddAsync(VariantDraft variant)
    {
        _variants.Add(variant);
        return CheckAsync();
    }

    private Task RemoveAsync(VariantDraft variant)
    {
        _variants.Remove(variant);
        return CheckAsync();
    }

    private Task AddLevelAsync()
    {
        _levels.Add(new() { Qps = _levels.Count == 0 ? 100 : _levels[^1].Qps * 2, Connections = _levels.Count == 0 ? 16 : _levels[^1].Connections * 2 });
        return CheckAsync();
    }

    private Task RemoveAsync(LevelDraft level)
    {
        _levels.Remove(level);
        return CheckAsync();
    }

    private async Task StartAsync()
    {
        _busy = true;
        try
        {
            var experiment = await Experiments.StartAsync(Read(), Actor.Current.Signature, Disposed);
            Navigation.NavigateTo($"/experiments/{experiment.Id}");
        }
        catch (ExperimentRefusedException refused)
        {
            _check = new(refused.Problems, _check?.Warnings ?? [], _check?.Takes ?? TimeSpan.Zero);
        }
        finally
        {
            _busy = false;
        }
    }
}
