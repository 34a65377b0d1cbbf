using MeshLab.Core.Costs.Attribution;
using MeshLab.Core.Costs.Models;
using MeshLab.Core.Measurements;

namespace MeshLab.Core.Costs.Comparison;

/// <summary>Makes a model of what was measured: requests and use at rest from means, use for each call from a line through minutes of different load.</summary>
internal static class MeasuredModel
{
    /// <summary>The model of a variant; null for one without a mesh.</summary>
    /// <param name="variant">The variant, as scenarios name it.</param>
    /// <param name="periods">Its periods; requests and counts are those of the newest.</param>
    /// <param name="points">Calls a second and cores of a class, one for each stretch of known load.</param>
    public static MeshCostModel? Of(string variant, IReadOnlyList<PeriodCost> periods, Func<WorkloadClass, IReadOnlyList<(double Calls, double Cores)>> points)
    {
        var newest = periods[^1];
        var mesh = newest.Cost;
        if (mesh.Mesh.Charged == Consumption.None)
        {
            return null;
        }

        var fitted = new List<bool>();
        var sidecar = Part("sidecar", WorkloadClass.Proxy, mesh.Proxies);
        var agents = Part("node agents", WorkloadClass.NodeAgent, mesh.Nodes);
        var gateway = Part("waypoint", WorkloadClass.Gateway, mesh.GatewayPods);
        var control = Part("control plane", WorkloadClass.ControlPlane, Math.Max(1, newest.Period.HighAvailability ? HaReplicas(variant) : 1), fits: false) ?? new PartModel("control plane", Consumption.None, Consumption.None);
        var known = fitted.Count > 0 && fitted.TrueForAll(each => each);
        var asked = periods.Any(period => period.Period.Loads.Any(load => load.Asked));
        var origin = mesh.Origin.ToString().ToLowerInvariant();
        var (where, citations) = From(periods);
        return new(
            $"{origin}-{variant}-{newest.Period.Cluster}{(newest.Period.Cell is { } cell ? $"-{cell.ExperimentId}-{cell.Label}" : "")}", $"{newest.Period.Cell?.Label ?? variant}, {origin}", MeshOf(variant), mesh.Origin,
            $"From {where} on {newest.Period.Cluster}. "
                + (known ? $"Use for each call is a line through stretches of different load{(asked ? ", some of them at the rate that was asked for, because the one that was reached is not known" : ", at the rates that were reached")}."
                    : "Use for each call is not known: the load was not known or differed too little."),
            sidecar, agents is null ? [] : [agents], gateway, control, HaReplicas(variant), known, citations);

        PartModel? Part(string name, WorkloadClass workloadClass, double instances, bool fits = true)
        {
            var held = mesh.Of(CostShares.Of(workloadClass));
            if (instances <= 0 || held.Charged == Consumption.None)
            {
                return null;
            }

            var request = mesh.Requests.GetValueOrDefault(CostShares.Of(workloadClass)) * (1 / instances);
            var fit = fits ? LoadFit.Of(points(workloadClass)) : null;
            if (fits)
            {
                fitted.Add(fit is not null);
            }

            var used = held.Used * (1 / instances);
            return new(name, request, fit is null ? used : used with { CpuCores = fit.AtRest / instances }, fit?.PerCall ?? 0, 1);
        }
    }

    /// <summary>Where periods come from, in words and as links.</summary>
    private static (string Words, IReadOnlyList<Citation> Citations) From(IReadOnlyList<PeriodCost> periods) => periods[^1].Period.Cell is { } cell
        ? ($"experiment {cell.ExperimentId}", [new Citation($"Experiment {cell.ExperimentId}", $"/experiments/{cell.ExperimentId}")])
        : ($"run {string.Join(", ", periods.Select(period => period.Period.RunId))}", [.. periods.Select(period => new Citation($"Run {period.Period.RunId}", $"/runs/{period.Period.RunId}"))]);

    /// <summary>The mesh a variant belongs to, by the name that gives its colour.</summary>
    internal static string MeshOf(string variant) => variant switch
    {
        "istio-sidecar" => "istio",
        "baseline" => "none",
        _ => variant,
    };

    /// <summary>
    /// Calls a second and cores of a class in each minute of a period whose load is known. Load comes only while the containers are there, so in a minute
    /// that was observed in part both are divided by that part; less than 20 seconds are too little.
    /// </summary>
    internal static IEnumerable<(double Calls, double Cores)> Points(MeasuredPeriod period, IReadOnlyList<ContainerMinute> minutes, WorkloadClass workloadClass)
    {
        if (period.Loads.Count == 0)
        {
            return [];
        }

        return minutes
            .Where(minute => minute.Class == workloadClass && minute.CpuCores is not null)
            .GroupBy(minute => (minute.From, minute.To))
            .Select(minute => (minute.Key, Seconds: minute.Max(container => container.ObservedSeconds), CoreSeconds: minute.Sum(container => container.CpuCores!.Value * container.ObservedSeconds)))
            .Where(minute => minute.Seconds >= 20)
            .Select(minute => (CallsBetween(period, minute.Key.From, minute.Key.To) / minute.Seconds, minute.CoreSeconds / minute.Seconds));
    }

    /// <summary>How many of the period's calls fell between two instants; a load's calls are taken to be spread evenly over it.</summary>
    internal static double CallsBetween(MeasuredPeriod period, DateTimeOffset from, DateTimeOffset to) => period.Loads.Sum(load =>
    {
        var overlap = (load.To < to ? load.To : to) - (load.From > from ? load.From : from);
        return overlap <= TimeSpan.Zero ? 0 : load.Calls * overlap / (load.To - load.From);
    });

    private static int HaReplicas(string variant) => variant == "linkerd" ? 3 : 2;
}
