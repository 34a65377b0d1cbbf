using MeshLab.Core.Measurements;
using MeshLab.Core.Roadmap;
using MeshLab.Core.Runs;
using MeshLab.Core.Scenarios;
using Microsoft.AspNetCore.Components;

namespace MeshLab.Web.Pages.Overview;

/// <summary>The four answers of the overview at a glance: how far, what is next, what runs now, what the mesh costs. The panels below go into each.</summary>
public sealed partial class OverviewSummary
{
    /// <summary>Enough to find every run under way: a cluster has one, and others wait.</summary>
    private const int NewestRuns = 50;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    private IReadOnlyList<RoadmapSection> _sections = [];
    private SuggestedTask? _next;
    private IReadOnlyList<RunHeader> _active = [];
    private RunHeader? _last;
    private MeshShare? _share;
    private string? _cluster;

    /// <summary>The roadmap.</summary>
    [Inject]
    public required RoadmapService Roadmap { get; set; }

    /// <summary>Chooses among its tasks.</summary>
    [Inject]
    public required TaskSuggestion Suggestion { get; set; }

    /// <summary>The runs.</summary>
    [Inject]
    public required RunService Runs { get; set; }

    /// <summary>Knows what clusters use.</summary>
    [Inject]
    public required MeasurementService Measurements { get; set; }

    private int Total => _sections.Sum(section => section.Total);

    private int Done => _sections.Sum(section => section.Done);

    private int Verified => _sections.Sum(section => section.Verified);

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        Listen<RoadmapChanged>();
        Listen<ScenariosChanged>();
        Listen<RunChanged>();
        Listen<SamplesStored>();
    }

    /// <inheritdoc/>
    protected override async Task ReloadAsync(CancellationToken cancellationToken)
    {
        _sections = await Roadmap.GetAsync(cancellationToken);
        _next = Suggestion.Find(_sections, 1) is [var first] ? first : null;
        var runs = await Runs.ListHeadersAsync(null, NewestRuns, cancellationToken);
        _active = [.. runs.Where(run => run.Status is RunStatus.Running or RunStatus.Queued).OrderByDescending(run => run.Status == RunStatus.Running)];
        _last = runs.Count > 0 ? runs[0] : null;
        (_share, _cluster) = await ShareAsync(cancellationToken);
    }

    /// <summary>The share on the first cluster with a scenario on it that has figures; measured ones go before others.</summary>
    private async Task<(MeshShare? Share, string? Cluster)> ShareAsync(CancellationToken cancellationToken)
    {
        var now = Clock.GetUtcNow();
        foreach (var occupied in await Runs.GetOccupiedClustersAsync(cancellationToken))
        {
            var shares = MeshShare.Of(await Measurements.SummarizeAsync(occupied.Cluster, now - Window, now, cancellationToken));
            if (shares.Where(share => share.MeshCpu + share.AppCpu > 0).OrderByDescending(share => share.Origin == Origin.Measured).FirstOrDefault() is { } share)
            {
                return (share, occupied.Cluster);
            }
        }

        return (null, null);
    }

    private static string Now(RunHeader run) => run.Status == RunStatus.Queued
        ? run.WaitsFor ?? "Waits for its turn"
        : run.CurrentStep is { } step ? $"Step {run.DoneSteps + 1} of {run.Steps}: {step}" : $"{run.DoneSteps} of {run.Steps} steps done";

    // Rounded down: 100 % is said only of what is all done.
    private static int Percent(int done, int total) => total == 0 ? 0 : done * 100 / total;

    private static string Percent(double part) => part is > 0 and < 0.01 ? "<1\u00A0%" : $"{Math.Round(part * 100):0}\u00A0%";
}
