using MeshLab.Core.Clusters;
using MeshLab.Core.Measurements;
using MeshLab.Core.Measurements.Sampling;
using MeshLab.Core.Runs;
using MeshLab.Web.Components;
using MeshLab.Web.Components.Charts;
using Microsoft.AspNetCore.Components;

namespace MeshLab.Web.Pages.Measurements;

/// <summary>CPU and memory of a cluster over time and side by side. Everything chosen is in the address, so that it can be sent to others.</summary>
public sealed partial class MeasurementsPage
{
    /// <summary>More lines than this cannot be told apart.</summary>
    public const int MostLines = 8;

    private const int Points = 300;

    /// <summary>Charts of long ranges change little: reading them again more often would cost more than it shows.</summary>
    private static readonly TimeSpan _calm = TimeSpan.FromSeconds(30);

    private IReadOnlyList<string> _clusters = [];
    private string? _cluster;
    private ChartRange _range = ChartRange.Of(null, null, null, DateTimeOffset.UnixEpoch);
    private MeasurementGrouping _by;
    private SamplingState? _state;
    private TimeSpan _interval;
    private IReadOnlyList<ChartLine> _cpu = [];
    private IReadOnlyList<ChartLine> _memory = [];
    private IReadOnlyList<ChartBar> _cpuBars = [];
    private IReadOnlyList<ChartBar> _memoryBars = [];
    private IReadOnlyList<ChartBand> _bands = [];
    private IReadOnlyList<ChartMark> _steps = [];
    private IReadOnlyList<Run> _runs = [];
    private MeasurementSummary? _summary;
    private int _more;
    private bool _simulated;
    private string _csvLink = "";
    private string _revision = "";
    private string _emptyText = "";
    private string _conditions = "";
    private string _fixedAddress = "";
    private bool _customOpen;
    private bool _customWrong;
    private string _customFrom = "";
    private string _customTo = "";
    private (string?, string?, string?, string?, string?) _asked;
    private DateTimeOffset _readAt;

    /// <summary>The cluster in the address.</summary>
    [SupplyParameterFromQuery(Name = "cluster")]
    public string? ClusterInAddress { get; set; }

    /// <summary>The range in the address.</summary>
    [SupplyParameterFromQuery(Name = "range")]
    public string? RangeInAddress { get; set; }

    /// <summary>The start in the address.</summary>
    [SupplyParameterFromQuery(Name = "from")]
    public string? FromInAddress { get; set; }

    /// <summary>The end in the address.</summary>
    [SupplyParameterFromQuery(Name = "to")]
    public string? ToInAddress { get; set; }

    /// <summary>The grouping in the address.</summary>
    [SupplyParameterFromQuery(Name = "by")]
    public string? ByInAddress { get; set; }

    /// <summary>What was measured.</summary>
    [Inject]
    public required MeasurementService Measurements { get; set; }

    /// <summary>The sampling interval.</summary>
    [Inject]
    public required SamplingSettings Settings { get; set; }

    /// <summary>The runs to mark.</summary>
    [Inject]
    public required RunService Runs { get; set; }

    /// <summary>The clusters to choose from.</summary>
    [Inject]
    public required ClusterCatalogue Catalogue { get; set; }

    /// <summary>The address.</summary>
    [Inject]
    public required NavigationManager Navigation { get; set; }

    /// <inheritdoc/>
    protected override Task OnInitializedAsync()
    {
        Listen<SamplesStored>(change => change.Cluster == _cluster && _range.IsLive && (_range.To - _range.From <= TimeSpan.FromHours(1) || Clock.GetUtcNow() - _readAt > _calm));
        Listen<RunChanged>(_ => _range.IsLive);
        Listen<SamplingIntervalChanged>();
        _asked = Asked();
        return base.OnInitializedAsync();
    }

    /// <inheritdoc/>
    protected override Task OnParametersSetAsync()
    {
        if (_asked == Asked())
        {
            return Task.CompletedTask;
        }

        _asked = Asked();
        return RefreshAsync();
    }

    /// <inheritdoc/>
    protected override async Task ReloadAsync(CancellationToken cancellationToken)
    {
        var now = _readAt = Clock.GetUtcNow();
        var states = await Measurements.GetSamplingAsync(cancellationToken);
        _interval = await Settings.GetIntervalAsync(cancellationToken);
        _clusters = [.. Catalogue.Clusters.Select(cluster => cluster.Name).Concat(states.Select(state => state.Cluster)).Distinct()];
        _cluster = _clusters.Contains(ClusterInAddress) ? ClusterInAddress
            : states.OrderByDescending(state => state.LastSampleAt).FirstOrDefault()?.Cluster ?? (_clusters.Count > 0 ? _clusters[0] : null);
        _by = Enum.TryParse<MeasurementGrouping>(ByInAddress, ignoreCase: true, out var by) && Enum.IsDefined(by) ? by : MeasurementGrouping.Class;
        _range = ChartRange.Of(RangeInAddress, FromInAddress, ToInAddress, now);
        _customOpen |= !_range.IsLive;
        (_customFrom, _customTo) = _customFrom.Length > 0 && _range.IsLive ? (_customFrom, _customTo) : (ChartRange.InputText(_range.From), ChartRange.InputText(_range.To));
        _state = states.FirstOrDefault(state => state.Cluster == _cluster);
        if (_cluster is not null)
        {
            await ReadChartsAsync(_cluster, now, cancellationToken);
        }
    }

    private async Task ReadChartsAsync(string cluster, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var cpu = await Measurements.QueryAsync(new(cluster, Metric.Cpu, _by, _range.From, _range.To, Points), cancellationToken);
        var memory = await Measurements.QueryAsync(new(cluster, Metric.Memory, _by, _range.From, _range.To, Points), cancellationToken);
        _summary = _by == MeasurementGrouping.Class
            ? MeasurementSummary.Of(cluster, _range.From, _range.To, cpu, memory)
            : await Measurements.SummarizeAsync(cluster, _range.From, _range.To, cancellationToken);
        _runs = await Runs.ListForClusterAsync(cluster, _range.From, _range.To, cancellationToken);
        (_cpu, _memory) = (Lines(cpu), Lines(memory));
        _more = Math.Max(0, cpu.Count - MostLines);
        _simulated = cpu.Concat(memory).Any(series => series.Origin == Origin.Simulated);
        _cpuBars = [.. Compared(_summary).Select(usage => Bar(usage, usage.CpuCores))];
        _memoryBars = [.. Compared(_summary).Select(usage => Bar(usage, usage.MemoryBytes))];
        _bands = RunMarks.Bands(_runs, now);
        _steps = RunMarks.Steps(_runs, cluster);
        _revision = $"{cluster} {_range.Key} {FromInAddress} {ToInAddress} {_by}";
        // A link to a chart shows the same in a year: its times stand in it.
        _fixedAddress = $"/measurements?cluster={Uri.EscapeDataString(cluster)}&by={Word(_by)}&from={ChartRange.Text(_range.From)}&to={ChartRange.Text(_range.To)}";
        _conditions = $"{ChartRange.Text(_range.From)} to {ChartRange.Text(_range.To)}; {string.Join(" and ", cpu.Concat(memory).Select(series => $"{series.Source}, {series.Origin.ToString().ToLowerInvariant()}").Distinct())}";
        _csvLink = $"/api/v1/measurements.csv?cluster={Uri.EscapeDataString(cluster)}&metric=cpu&by={Word(_by)}&from={ChartRange.Text(_range.From)}&to={ChartRange.Text(_range.To)}&points={Points}";
        _emptyText = _state is null
            ? "Sampling starts by itself when a run puts a scenario on the cluster, and goes on until the scenario is torn down."
            : _state.Sampling ? "Sampling has begun; the first figures need two rounds, because CPU is the difference of two readings of a counter." : "Sampling stopped when the last scenario was torn down.";
    }

    private List<ChartLine> Lines(IReadOnlyList<Series> series)
    {
        var drawn = series.Count > MostLines ? series.OrderByDescending(line => line.Points.Average(point => point.Value)).Take(MostLines)
            : _by == MeasurementGrouping.Class ? series.OrderBy(line => Enum.Parse<WorkloadClass>(line.Key))
            : series;
        var mixed = series.Select(line => line.Origin).Distinct().Count() > 1;
        return
        [
            .. drawn
                .Select((line, index) => (line.Points, Label: WorkloadNames.Of(line, _by, index, mixed)))
                .Select(each => new ChartLine(each.Label.Name, each.Label.Color, each.Points)),
        ];
    }

    /// <summary>What is neither application nor mesh stays in the table: it would only shorten the bars that are compared.</summary>
    private static IEnumerable<ClassUsage> Compared(MeasurementSummary summary) => summary.Classes.Where(usage => usage.Class != WorkloadClass.Other);

    private static ChartBar Bar(ClassUsage usage, double value) => new(WorkloadNames.Of(usage.Class), ChartColors.Of(usage.Class), value);

    private void ChooseRange(string key)
    {
        _customOpen = key == ChartRange.Custom;
        if (!_customOpen)
        {
            Go(range: key);
        }
    }

    private void ApplyCustom()
    {
        _customWrong = !(ChartRange.Instant(_customFrom) < ChartRange.Instant(_customTo));
        if (!_customWrong)
        {
            Go(from: ChartRange.Text(ChartRange.Instant(_customFrom)!.Value), to: ChartRange.Text(ChartRange.Instant(_customTo)!.Value));
        }
    }

    private void Go(string? cluster = null, string? range = null, MeasurementGrouping? by = null, string? from = null, string? to = null)
    {
        var keepsRange = range is null && from is null;
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameters(new Dictionary<string, object?>
        {
            ["cluster"] = cluster ?? _cluster,
            ["by"] = Word(by ?? _by),
            ["range"] = keepsRange ? RangeInAddress : range,
            ["from"] = keepsRange ? FromInAddress : from,
            ["to"] = keepsRange ? ToInAddress : to,
        }));
    }

    private (string?, string?, string?, string?, string?) Asked() => (ClusterInAddress, RangeInAddress, FromInAddress, ToInAddress, ByInAddress);

    private static string Word(MeasurementGrouping by) => by.ToString().ToLowerInvariant();

    private static string Words(TimeSpan time) => time switch
    {
        { TotalMinutes: < 2 } => $"{time.TotalSeconds:0} seconds",
        { TotalHours: < 2 } => $"{time.TotalMinutes:0} minutes",
        { TotalDays: < 2 } => $"{time.TotalHours:0.#} hours",
        _ => $"{time.TotalDays:0.#} days",
    };
}
