using System.Globalization;
using MeshLab.Core.Clusters;
using MeshLab.Core.Costs.Attribution;
using MeshLab.Core.Costs.Comparison;
using MeshLab.Core.Costs.Prices;

namespace MeshLab.Web.Api;

/// <summary>The parameters of a question for costs, as they stand in the address.</summary>
/// <param name="Clusters">Target clusters, separated by commas; all when left out.</param>
/// <param name="From">ISO 8601; 30 days before <paramref name="To"/> when left out.</param>
/// <param name="To">ISO 8601; now when left out.</param>
/// <param name="Prices">The id of a price book; <c>aws-on-demand</c> when left out.</param>
/// <param name="Basis"><c>max</c> (the default): max(request, usage); <c>usage</c>: usage alone.</param>
/// <param name="Sharing">How node agents are divided among pods: <c>pods</c> (the default) or <c>traffic</c>.</param>
/// <param name="Experiment">The number of an experiment: its measurements are compared instead of the time of runs, one row a variant and load.</param>
/// <param name="ZoneGB">Your estimate of traffic between zones in GB a month, taken where nobody counted it.</param>
/// <param name="ClusterGB">The same for traffic between clusters.</param>
/// <param name="Level">The place of one of its loads, from 0; all when left out.</param>
public sealed record CostsParameters(string? Clusters, string? From, string? To, string? Prices, string? Basis, string? Sharing, string? Experiment, string? Level, double? ZoneGB, double? ClusterGB)
{
    private static readonly TimeSpan _defaultRange = TimeSpan.FromDays(30);

    /// <summary>The question, or what is wrong with it.</summary>
    internal async Task<(CostsQuestion? Question, ParameterProblem? Problem)> ReadAsync(
        ClusterCatalogue clusters, PriceBooks books, CostComparison comparison, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var names = (Clusters ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (names.FirstOrDefault(name => clusters.Find(name) is null) is { } unknown)
        {
            return (null, new("clusters", $"There is no cluster '{unknown}'. GET /api/v1/clusters lists them.", StatusCodes.Status404NotFound));
        }

        if (MeasurementsParameters.Instant(To, now) is not { } to)
        {
            return (null, new("to", $"'{To}' is not an ISO 8601 instant such as 2026-08-01T12:00:00Z."));
        }

        if (MeasurementsParameters.Instant(From, to - _defaultRange) is not { } from)
        {
            return (null, new("from", $"'{From}' is not an ISO 8601 instant such as 2026-08-01T12:00:00Z."));
        }

        if (from >= to)
        {
            return (null, new("from", $"The range is empty: from ({from:O}) is not before to ({to:O})."));
        }

        if (await books.FindAsync(Prices, cancellationToken) is not { } prices)
        {
            return (null, new("prices", $"There is no price book '{Prices}'. GET /api/v1/costs/prices lists them.", StatusCodes.Status404NotFound));
        }

        CostBasis? basis = Basis?.ToLowerInvariant() switch { null or "" or "max" => CostBasis.RequestOrUsage, "usage" => CostBasis.Usage, _ => null };
        AgentSharing? sharing = Sharing?.ToLowerInvariant() switch { null or "" or "pods" => AgentSharing.ByPods, "traffic" => AgentSharing.ByTraffic, _ => null };
        return (basis, sharing) switch
        {
            (null, _) => (null, new("basis", $"The basis '{Basis}' is not known. Give max or usage.")),
            (_, null) => (null, new("sharing", $"The sharing '{Sharing}' is not known. Give pods or traffic.")),
            _ => await WithExperimentAsync(new(names, from, to, prices, basis.Value, sharing.Value, null, null, new(NotNegative(ZoneGB), NotNegative(ClusterGB))), comparison, cancellationToken),
        };
    }

    private static double? NotNegative(double? value) => value is >= 0 and < 1e12 ? value : null;

    private async Task<(CostsQuestion? Question, ParameterProblem? Problem)> WithExperimentAsync(CostsQuestion question, CostComparison comparison, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(Experiment))
        {
            return string.IsNullOrEmpty(Level) ? (question, null) : (null, new("level", "A level belongs to an experiment: give its number as well."));
        }

        if (!long.TryParse(Experiment, NumberStyles.None, CultureInfo.InvariantCulture, out var id) || await comparison.FindExperimentAsync(id, cancellationToken) is not { } experiment)
        {
            return (null, new("experiment", $"There is no experiment '{Experiment}'. GET /api/v1/experiments lists them.", StatusCodes.Status404NotFound));
        }

        if (string.IsNullOrEmpty(Level))
        {
            return (question with { Experiment = experiment }, null);
        }

        return int.TryParse(Level, NumberStyles.None, CultureInfo.InvariantCulture, out var level) && level < experiment.Loads.Count
            ? (question with { Experiment = experiment, Level = level }, null)
            : (null, new("level", $"Experiment {id} has the levels 0 to {experiment.Loads.Count - 1}."));
    }
}

/// <summary>A question for costs.</summary>
internal sealed record CostsQuestion(
    IReadOnlyList<string> Clusters, DateTimeOffset From, DateTimeOffset To, PriceBook Prices, CostBasis Basis, AgentSharing Sharing, MeasuredExperiment? Experiment, int? Level, TrafficEstimate Traffic)
{
    /// <summary>The same for one load, where none was asked for: variants under different loads cannot be set against each other.</summary>
    public CostsQuestion AtOneLoad() => this with { Level = Level ?? Experiment?.MainLoad.Level };

    /// <summary>Its rows.</summary>
    public async Task<IReadOnlyList<VariantCost>> RowsAsync(CostComparison comparison, CancellationToken cancellationToken)
    {
        var rows = Experiment is null
            ? await comparison.CompareAsync(Clusters, From, To, Sharing, cancellationToken)
            : (await comparison.CompareAsync(Experiment, cancellationToken)).Where(row => (Level is null || row.Cell!.Load.Level == Level) && (Clusters.Count == 0 || Clusters.Contains(row.Cluster)));
        return [.. rows.Select(row => row with { Estimate = Traffic })];
    }
}
