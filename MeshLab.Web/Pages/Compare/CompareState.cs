using System.Globalization;
using MeshLab.Core.Costs.Attribution;
using MeshLab.Core.Costs.Models;
using MeshLab.Web.Pages.Measurements;
using Microsoft.AspNetCore.WebUtilities;

namespace MeshLab.Web.Pages.Compare;

/// <summary>Everything chosen on the page, as it stands in the address, so that the page can be sent to others as it is.</summary>
/// <param name="Clusters">The clusters to take; empty for all.</param>
/// <param name="Range">The key of the range: <c>24h</c>, <c>7d</c>, <c>30d</c>.</param>
/// <param name="Prices">The price book; empty for the default.</param>
/// <param name="Basis">What is charged.</param>
/// <param name="Sharing">How node agents are divided.</param>
/// <param name="Published">Whether published figures are laid over measured ones.</param>
/// <param name="CpuFactor">What the price of CPU is multiplied by.</param>
/// <param name="MemoryFactor">What the price of memory is multiplied by.</param>
/// <param name="WhatIf">The cluster to reckon with.</param>
public sealed record CompareState(
    IReadOnlyList<string> Clusters, string Range, string Prices, CostBasis Basis, AgentSharing Sharing, bool Published, double CpuFactor, double MemoryFactor, WhatIfInput WhatIf)
{
    /// <summary>The experiment whose measurements are shown; null for the time of runs.</summary>
    public long? Experiment { get; init; }

    /// <summary>The place of the load that is shown; null for the experiment's main one.</summary>
    public int? Level { get; init; }

    private const double MiB = 1 << 20;

    /// <summary>The person's own estimate of the traffic that is there, for where nobody counts it.</summary>
    public TrafficEstimate Traffic { get; init; } = TrafficEstimate.None;

    /// <summary>The ranges to choose from.</summary>
    public static readonly IReadOnlyList<(string Key, string Text, TimeSpan Length)> Ranges =
        [("24h", "Last 24 hours", TimeSpan.FromHours(24)), ("7d", "Last 7 days", TimeSpan.FromDays(7)), ("30d", "Last 30 days", TimeSpan.FromDays(30))];

    /// <summary>The state of an address; what makes no sense is as if it were not there.</summary>
    public static CompareState Of(Uri address)
    {
        ArgumentNullException.ThrowIfNull(address);
        var query = QueryHelpers.ParseQuery(address.Query);
        var middling = WhatIfInput.Middling;
        var range = Text("range");
        return new(
            Text("clusters").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
            Ranges.Any(each => each.Key == range) ? range : "30d",
            Text("prices"),
            Text("basis") == "usage" ? CostBasis.Usage : CostBasis.RequestOrUsage,
            Text("sharing") == "traffic" ? AgentSharing.ByTraffic : AgentSharing.ByPods,
            Text("published") != "off",
            Number("cpux", 1, 0, 10),
            Number("memx", 1, 0, 10),
            new(
                Number("pods", middling.Pods, 1, 5_000), Number("perNode", middling.PodsPerNode, 1, 250), Number("calls", middling.CallsPerSecond, 0, 100_000),
                Number("meshed", 100, 0, 100) / 100, Text("ha") == "on", Number("waypoints", middling.Waypoints, 0, 500),
                new(Number("appCpu", middling.App.CpuCores * 1000, 1, 64_000) / 1000, Number("appMem", middling.App.MemoryBytes / MiB, 1, 512_000) * MiB),
                Number("zoneGB", 0, 0, 1e7), Number("clusterGB", 0, 0, 1e7), Text("basis") == "usage" ? CostBasis.Usage : CostBasis.RequestOrUsage))
        {
            Experiment = long.TryParse(Text("experiment"), NumberStyles.None, CultureInfo.InvariantCulture, out var experiment) && experiment > 0 ? experiment : null,
            Traffic = new(Estimate("trafficZoneGB"), Estimate("trafficClusterGB")),
            Level = int.TryParse(Text("level"), NumberStyles.None, CultureInfo.InvariantCulture, out var level) ? level : null,
        };

        double? Estimate(string name) => Number(name, -1, -1, 1e9) is >= 0 and var given ? given : null;

        string Text(string name) => query.TryGetValue(name, out var values) ? values.ToString() : "";

        double Number(string name, double otherwise, double least, double most) =>
            double.TryParse(Text(name), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? Math.Clamp(value, least, most) : otherwise;
    }

    /// <summary>The parameters of an address for this state; what is as it would be without is left out.</summary>
    public IReadOnlyDictionary<string, object?> Query()
    {
        var middling = WhatIfInput.Middling;
        return new Dictionary<string, object?>
        {
            ["experiment"] = Experiment?.ToString(CultureInfo.InvariantCulture),
            ["level"] = Experiment is null ? null : Level?.ToString(CultureInfo.InvariantCulture),
            ["clusters"] = Clusters.Count == 0 ? null : string.Join(',', Clusters),
            ["range"] = Range == "30d" ? null : Range,
            ["prices"] = Prices.Length == 0 ? null : Prices,
            ["basis"] = Basis == CostBasis.Usage ? "usage" : null,
            ["sharing"] = Sharing == AgentSharing.ByTraffic ? "traffic" : null,
            ["published"] = Published ? null : "off",
            ["cpux"] = Unless(CpuFactor, 1),
            ["memx"] = Unless(MemoryFactor, 1),
            ["pods"] = Unless(WhatIf.Pods, middling.Pods),
            ["perNode"] = Unless(WhatIf.PodsPerNode, middling.PodsPerNode),
            ["calls"] = Unless(WhatIf.CallsPerSecond, middling.CallsPerSecond),
            ["meshed"] = Unless(Math.Round(WhatIf.MeshedShare * 100), 100),
            ["ha"] = WhatIf.HighAvailability ? "on" : null,
            ["waypoints"] = Unless(WhatIf.Waypoints, middling.Waypoints),
            ["appCpu"] = Unless(Math.Round(WhatIf.App.CpuCores * 1000), middling.App.CpuCores * 1000),
            ["appMem"] = Unless(Math.Round(WhatIf.App.MemoryBytes / MiB), middling.App.MemoryBytes / MiB),
            ["zoneGB"] = Unless(WhatIf.ZoneGBMonth, 0),
            ["trafficZoneGB"] = Traffic.ZoneGBMonth is { } zone ? Unless(zone, -1) : null,
            ["trafficClusterGB"] = Traffic.ClusterGBMonth is { } cluster ? Unless(cluster, -1) : null,
            ["clusterGB"] = Unless(WhatIf.ClusterGBMonth, 0),
        };
    }

    /// <summary>The query of the API for the same rows, for downloads.</summary>
    public string ApiQuery(DateTimeOffset from, DateTimeOffset to) =>
        $"from={ChartRange.Text(from)}&to={ChartRange.Text(to)}&basis={(Basis == CostBasis.Usage ? "usage" : "max")}&sharing={(Sharing == AgentSharing.ByTraffic ? "traffic" : "pods")}"
        + (Prices.Length == 0 ? "" : $"&prices={Uri.EscapeDataString(Prices)}") + (Clusters.Count == 0 ? "" : $"&clusters={Uri.EscapeDataString(string.Join(',', Clusters))}")
        + (Experiment is { } experiment ? string.Create(CultureInfo.InvariantCulture, $"&experiment={experiment}{(Level is { } level ? $"&level={level}" : "")}") : "")
        + (Traffic.ZoneGBMonth is { } zone ? $"&zoneGB={Unless(zone, -1)}" : "") + (Traffic.ClusterGBMonth is { } cluster ? $"&clusterGB={Unless(cluster, -1)}" : "");

    private static string? Unless(double value, double otherwise) => Math.Abs(value - otherwise) < 1e-9 ? null : value.ToString("0.###", CultureInfo.InvariantCulture);
}
