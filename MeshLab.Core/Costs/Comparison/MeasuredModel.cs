using MeshLab.Core.Costs.Attribution;
using MeshLab.Core.Costs.Models;
using MeshLab.Core.Measurements;

namespace MeshLab.Core.Costs.Comparison;

/// <summary>Makes a model of what was measured: requests and use at rest from means, use for each call from a line through minutes of different load.</summary>
internal static class MeasuredModel
{
    /// <summary>The model of a variant; null for one without a mesh.</summary>
    /// <param name="variant">The variant, as scenarios name it.</param>
    /// <param name="periods">Its periods.</param>
    /// <param name="uses">The containers of each of them.</param>
    /// <param name="minutes">The minutes of each of them.</param>
    public static MeshCostModel? Of(string variant, IReadOnlyList<PeriodCost> periods, IReadOnlyList<ClusterUse> uses, IReadOnlyList<IReadOnlyList<ContainerMinute>> minutes)
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
        var gateway = Part("waypoint", WorkloadClass.Gateway, Count(WorkloadClass.Gateway));
        var control = Part("control plane", WorkloadClass.ControlPlane, Math.Max(1, newest.Period.HighAvailability ? HaReplicas(variant) : 1), fits: false) ?? new PartModel("control plane", Consumption.None, Consumption.None);
        var known = fitted.Count > 0 && fitted.TrueForAll(each => each);
        var origin = mesh.Origin.ToString().ToLowerInvariant();
        return new(
            $"{origin}-{variant}-{newest.Period.Cluster}", $"{variant}, {origin}", MeshOf(variant), mesh.Origin,
            $"From run {string.Join(", ", periods.Select(period => period.Period.RunId))} on {newest.Period.Cluster}. "
                + (known ? "Use for each call is a line through its minutes." : "Use for each call is not known: the load was not known or differed too little."),
            sidecar, agents is null ? [] : [agents], gateway, control, HaReplicas(variant), known,
            [.. periods.Select(period => new Citation($"Run {period.Period.RunId}", $"/runs/{period.Period.RunId}"))]);

        double Count(WorkloadClass workloadClass) => uses[^1].Containers.Where(container => container.Class == workloadClass).Select(container => (container.Namespace, container.Pod)).Distinct().Count();

        PartModel? Part(string name, WorkloadClass workloadClass, double instances, bool fits = true)
        {
            var held = mesh.Of(CostShares.Of(workloadClass));
            if (instances <= 0 || held.Charged == Consumption.None)
            {
                return null;
            }

            var containers = uses[^1].Containers.Where(container => container.Class == workloadClass && (container.Origin, container.Source) == (mesh.Origin, mesh.Source)).ToList();
            var seconds = mesh.Observed.TotalSeconds;
            var request = new Consumption(
                containers.Sum(container => (container.CpuRequestCores ?? 0) * container.ObservedSeconds) / seconds,
                containers.Sum(container => (container.MemoryRequestBytes ?? 0) * container.ObservedSeconds) / seconds) * (1 / instances);
            var fit = fits ? LoadFit.Of([.. periods.SelectMany((period, index) => Points(period.Period, minutes[index], workloadClass))]) : null;
            if (fits)
            {
                fitted.Add(fit is not null);
            }

            var used = held.Used * (1 / instances);
            return new(name, request, fit is null ? used : used with { CpuCores = fit.AtRest / instances }, fit?.PerCall ?? 0, 1);
        }
    }

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
            .GroupBy(minute => minute.Minute)
            .Select(minute => (minute.Key, Seconds: minute.Max(container => container.ObservedSeconds), CoreSeconds: minute.Sum(container => container.CpuCores!.Value * container.ObservedSeconds)))
            .Where(minute => minute.Seconds >= 20)
            .Select(minute => (CallsBetween(period, minute.Key, minute.Key.AddMinutes(1)) / minute.Seconds, minute.CoreSeconds / minute.Seconds));
    }

    /// <summary>How many of the period's calls fell between two instants; a load's calls are taken to be spread evenly over it.</summary>
    internal static double CallsBetween(MeasuredPeriod period, DateTimeOffset from, DateTimeOffset to) => period.Loads.Sum(load =>
    {
        var overlap = (load.To < to ? load.To : to) - (load.From > from ? load.From : from);
        return overlap <= TimeSpan.Zero ? 0 : load.Calls * overlap / (load.To - load.From);
    });

    private static int HaReplicas(string variant) => variant == "linkerd" ? 3 : 2;
}
