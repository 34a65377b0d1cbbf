using System.Globalization;
using MeshLab.Core.Clusters;
using MeshLab.Core.Costs.Advice;
using MeshLab.Core.Costs.Attribution;
using MeshLab.Core.Costs.Comparison;
using MeshLab.Core.Costs.Models;
using MeshLab.Core.Costs.Prices;
using MeshLab.Core.Experiments;
using MeshLab.Core.Measurements;
using MeshLab.Core.Runs;
using Microsoft.AspNetCore.Components;

namespace MeshLab.Web.Pages.Compare;

/// <summary>What meshes cost. Everything chosen is in the address, so that the page can be sent to others as it is.</summary>
public sealed partial class ComparePage
{
    /// <summary>Samples come every few seconds and change a month's cost little.</summary>
    private static readonly TimeSpan _calm = TimeSpan.FromSeconds(30);

    private CompareState _state = CompareState.Of(new Uri("http://localhost/compare"));
    private IReadOnlyList<string> _clusters = [];
    private IReadOnlyList<PriceBook> _books = ShippedPrices.All;
    private PriceBook _prices = ShippedPrices.All[0];
    private IReadOnlyList<VariantCost> _rows = [];
    private IReadOnlyList<MeshCostModel> _models = PublishedModels.All;
    private IReadOnlyList<CostAdvice> _advice = [];
    private string _apiQuery = "";
    private DateTimeOffset _readAt;
    private (string, string, AgentSharing, long?) _readFor;
    private IReadOnlyList<ExperimentChoice> _experiments = [];
    private MeasuredExperiment? _experiment;
    private CellLoad? _load;
    private IReadOnlyList<LatencyCurve> _latency = [];
    private IReadOnlyList<VariantCost> _shown = [];
    private string _address = "";
    private string? _told;
    private bool _asDrawn;

    /// <summary>The comparison.</summary>
    [Inject]
    public required CostComparison Comparison { get; set; }

    /// <summary>The price books.</summary>
    [Inject]
    public required PriceBooks Books { get; set; }

    /// <summary>The clusters to choose from.</summary>
    [Inject]
    public required ClusterCatalogue Catalogue { get; set; }

    /// <summary>The address.</summary>
    [Inject]
    public required NavigationManager Navigation { get; set; }

    /// <inheritdoc/>
    protected override Task OnInitializedAsync()
    {
        Listen<RunChanged>();
        Listen<ExperimentChanged>();
        Listen<PriceBooksChanged>();
        Listen<SamplesStored>(_ => Clock.GetUtcNow() - _readAt > _calm);
        _address = Navigation.Uri;
        return base.OnInitializedAsync();
    }

    /// <inheritdoc/>
    protected override Task OnParametersSetAsync()
    {
        if (_address == Navigation.Uri)
        {
            return Task.CompletedTask;
        }

        // Sliders change the address; only what concerns rows has to be read again.
        _address = Navigation.Uri;
        if (_address == _told)
        {
            _asDrawn = true;
            return Task.CompletedTask;
        }

        _state = CompareState.Of(new Uri(Navigation.Uri));
        if (_readFor != ReadFor(_state))
        {
            return RefreshAsync();
        }

        Derive();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    protected override bool ShouldRender()
    {
        var asDrawn = _asDrawn;
        _asDrawn = false;
        return !asDrawn;
    }

    /// <inheritdoc/>
    protected override async Task ReloadAsync(CancellationToken cancellationToken)
    {
        _state = CompareState.Of(new Uri(Navigation.Uri));
        _readFor = ReadFor(_state);
        var now = _readAt = Clock.GetUtcNow();
        var from = now - CompareState.Ranges.First(each => each.Key == _state.Range).Length;
        _books = await Books.ListAsync(cancellationToken);
        _clusters = [.. Catalogue.Clusters.Select(cluster => cluster.Name)];
        _experiments = await Comparison.ListExperimentsAsync(cancellationToken);
        _experiment = _state.Experiment is { } number ? await Comparison.FindExperimentAsync(number, cancellationToken) : null;
        _rows = _experiment is not null
            ? await Comparison.CompareAsync(_experiment, cancellationToken)
            : await Comparison.CompareAsync([.. _state.Clusters], from, now, _state.Sharing, cancellationToken);
        _apiQuery = _state.ApiQuery(from, now);
        Derive();
    }

    /// <summary>What follows from the rows, the prices and the state, without reading anything.</summary>
    private void Derive()
    {
        _prices = _books.FirstOrDefault(book => book.Id == _state.Prices) ?? _books[0];
        _load = _experiment is null ? null : _experiment.Loads.FirstOrDefault(load => load.Level == _state.Level) ?? _experiment.MainLoad;
        _latency = _experiment is null ? [] : LatencyCurve.Of(_experiment, _load!);
        _shown = [.. _rows.Where(row => _experiment is null || row.Cell!.Load == _load).Select(row => row with { Estimate = _state.Traffic })];
        var measured = _rows.Select(row => row.Model).OfType<MeshCostModel>().DistinctBy(model => model.Id);
        _models = [.. measured, .. _state.Published || _rows.Count == 0 ? PublishedModels.All : []];
        _advice = CostAdvisor.Advise(_shown, _prices);
    }

    private void Go(CompareState state)
    {
        _state = state;
        Derive();
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameters("/compare", state.Query()), replace: true);
    }

    /// <summary>The sliders moved, and drew what follows from it themselves: only the address is left to change.</summary>
    private void Tell(CompareState state)
    {
        _state = state;
        var address = Navigation.GetUriWithQueryParameters("/compare", state.Query());
        _told = Navigation.ToAbsoluteUri(address).AbsoluteUri;
        Navigation.NavigateTo(address, replace: true);
    }

    private static (string, string, AgentSharing, long?) ReadFor(CompareState state) => (string.Join(',', state.Clusters), state.Range, state.Sharing, state.Experiment);

    private void ChooseExperiment(string number) =>
        Go(_state with { Experiment = long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null, Level = null });

    private string ExperimentWords(string? number) => string.IsNullOrEmpty(number)
        ? "The time of runs"
        : _experiments.FirstOrDefault(choice => choice.Id.ToString(CultureInfo.InvariantCulture) == number) is { } known
            ? $"Experiment {known.Id}: {known.Name}{(known.Simulated ? " (simulated)" : "")}" : $"Experiment {number}";

    private static string LoadWords(CellLoad? load) => load is null ? "" : string.Create(CultureInfo.InvariantCulture, $"{load.Qps:0.###} requests/s for {load.Duration.TotalSeconds:0.#} s");

    private static string BasisWords(CostBasis basis) => basis == CostBasis.Usage ? "Usage alone" : "max(request, usage)";
}
