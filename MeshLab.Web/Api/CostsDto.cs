using MeshLab.Core.Costs.Advice;
using MeshLab.Core.Costs.Attribution;
using MeshLab.Core.Costs.Comparison;
using MeshLab.Core.Costs.Prices;

namespace MeshLab.Web.Api;

/// <summary>A comparison as the API shows it.</summary>
/// <param name="From">The start of the time asked for.</param>
/// <param name="To">Its end.</param>
/// <param name="PriceBook">The id of the price book.</param>
/// <param name="Currency">The currency of every cost.</param>
/// <param name="Basis"><c>max</c> or <c>usage</c>.</param>
/// <param name="HoursPerMonth">730.</param>
/// <param name="NotMeasured">What is in no figure, and why.</param>
/// <param name="Variants">One entry a variant, cluster, origin and source.</param>
public sealed record ComparisonDto(
    DateTimeOffset From, DateTimeOffset To, string PriceBook, string Currency, string Basis, double HoursPerMonth, IReadOnlyList<string> NotMeasured, IReadOnlyList<VariantDto> Variants)
{
    /// <summary>The experiment whose measurements are compared; null when it is the time of runs.</summary>
    public ComparedExperimentDto? Experiment { get; init; }

    internal static ComparisonDto Of(CostsQuestion question, IReadOnlyList<VariantCost> rows) => new(
        question.From, question.To, question.Prices.Id, question.Prices.Currency, question.Basis == CostBasis.Usage ? "usage" : "max", MeshLab.Core.Costs.CostUnits.HoursPerMonth,
        Unknown(rows, question.Prices),
        [.. rows.Select(row => VariantDto.Of(row, question.Prices, question.Basis))])
    {
        Experiment = question.Experiment is { } experiment ? ComparedExperimentDto.Of(experiment, question.Level) : null,
    };

    /// <summary>What is not known of at least one variant, each once.</summary>
    private static List<string> Unknown(IReadOnlyList<VariantCost> rows, PriceBook prices) =>
    [
        .. rows.SelectMany(row => row.Network(prices)).Where(part => part.Month is null).Select(part => $"{SeriesDto.Word(part.Share)}: {(part.Amount is null ? part.Basis : "its price is not known")}").Distinct(),
    ];
}

/// <summary>A variant.</summary>
/// <param name="Variant"><c>baseline</c>, <c>istio-sidecar</c>, <c>istio-ambient</c>, <c>linkerd</c> or <c>cilium</c>.</param>
/// <param name="HighAvailability">Whether its control plane has high availability.</param>
/// <param name="Cluster">The target cluster.</param>
/// <param name="Origin"><c>measured</c> or <c>simulated</c>.</param>
/// <param name="Source">E.g. <c>kubelet-summary</c>.</param>
/// <param name="From">The start of its first period.</param>
/// <param name="To">The end of its last one.</param>
/// <param name="ObservedSeconds">How much of it was observed.</param>
/// <param name="Repetitions">How many periods its figures are means of.</param>
/// <param name="Runs">The runs of these periods.</param>
/// <param name="AppPods">Application pods on average.</param>
/// <param name="Proxies">Sidecars on average.</param>
/// <param name="Nodes">Nodes.</param>
/// <param name="CallsPerSecond">Calls between services a second; null when not known.</param>
/// <param name="RequestsKnown">Whether the requests of all containers are known.</param>
/// <param name="Shares">The shares; they add up to <paramref name="TotalMonth"/>.</param>
/// <param name="TotalMonth">Everything, a month.</param>
/// <param name="MeshMonth">What is there because of the mesh, a month.</param>
/// <param name="MeshMonthLow">The lower end of its 95 % confidence interval; null with one repetition.</param>
/// <param name="MeshMonthHigh">The upper end.</param>
/// <param name="MeshPerPodMonth">The same for one application pod.</param>
/// <param name="SidecarPercent">What sidecars cost for each 100 that the application costs.</param>
/// <param name="MeshPercent">What the mesh costs for each 100 that the application costs.</param>
/// <param name="ProxyCpu">CPU of one sidecar, in cores.</param>
/// <param name="ProxyMemory">Memory of one sidecar, in bytes.</param>
public sealed record VariantDto(
    string Variant, bool HighAvailability, string Cluster, string Origin, string Source, DateTimeOffset From, DateTimeOffset To, double ObservedSeconds, int Repetitions, IReadOnlyList<long> Runs,
    double AppPods, double Proxies, int Nodes, double? CallsPerSecond, bool RequestsKnown, IReadOnlyList<ShareDto> Shares, double TotalMonth, double MeshMonth, double? MeshMonthLow, double? MeshMonthHigh,
    double? MeshPerPodMonth, double? SidecarPercent, double? MeshPercent, Spread? ProxyCpu, Spread? ProxyMemory)
{
    /// <summary>Its name: that of the experiment's variant, or the variant with its control plane.</summary>
    public required string Name { get; init; }

    /// <summary><c>reached</c> when <see cref="CallsPerSecond"/> is what Fortio counted, <c>asked</c> when only what it was asked for is known; null when neither is.</summary>
    public string? CallsAre { get; init; }

    /// <summary>The load, of an experiment; null when it is the time of runs.</summary>
    public CellLoad? Load { get; init; }

    /// <summary>What load balancers and traffic cost, with where each figure comes from; <c>amount</c> and <c>month</c> are null where they are not known.</summary>
    public required IReadOnlyList<NetworkDto> Network { get; init; }

    /// <summary>CPU of one sidecar over repetitions, in cores.</summary>
    public MeanInterval? ProxyCpuMean { get; init; }

    /// <summary>Memory of one sidecar over repetitions, in bytes.</summary>
    public MeanInterval? ProxyMemoryMean { get; init; }

    /// <summary>CPU of the agents of one node over repetitions, in cores.</summary>
    public MeanInterval? AgentCpuMean { get; init; }

    /// <summary>Memory of the agents of one node over repetitions, in bytes.</summary>
    public MeanInterval? AgentMemoryMean { get; init; }

    internal static VariantDto Of(VariantCost row, PriceBook prices, CostBasis basis) => new(
        row.Variant, row.HighAvailability, row.Cluster, SeriesDto.Word(row.Origin), row.Source, row.From, row.To, row.Observed.TotalSeconds, row.Periods.Count,
        [.. row.Periods.Select(period => period.Period.RunId).Where(run => run > 0).Distinct()], row.AppPods, row.Proxies, row.Nodes, row.CallsPerSecond, row.RequestsKnown,
        [.. row.Month(prices, basis).Select(share => ShareDto.Of(share.Key, row.Of(share.Key), share.Value))],
        row.Total(prices, basis).Mean, row.Mesh(prices, basis).Mean, row.Mesh(prices, basis).Low, row.Mesh(prices, basis).High, row.MeshPerPod(prices, basis),
        row.SidecarPercent(prices, basis), row.MeshPercent(prices, basis), row.ProxyCpu, row.ProxyMemory)
    {
        Name = row.Name,
        Network = [.. row.Network(prices).Select(NetworkDto.Of)],
        CallsAre = row.CallsPerSecond is null ? null : row.CallsAreAsked ? "asked" : "reached",
        Load = row.Cell?.Load,
        ProxyCpuMean = row.ProxyCpuMean,
        ProxyMemoryMean = row.ProxyMemoryMean,
        AgentCpuMean = row.AgentCpuMean,
        AgentMemoryMean = row.AgentMemoryMean,
    };
}

/// <summary>A part of the network.</summary>
/// <param name="Share"><c>loadBalancers</c>, <c>crossZone</c> or <c>crossCluster</c>.</param>
/// <param name="Amount">Load balancers, or GB a month; null when not known.</param>
/// <param name="Month">The cost of a month; null when not known.</param>
/// <param name="Basis">Where it comes from, or why it is not known.</param>
/// <param name="Estimated">Whether it is the estimate that was given.</param>
public sealed record NetworkDto(string Share, double? Amount, double? Month, string Basis, bool Estimated)
{
    internal static NetworkDto Of(NetworkCost part) => new(SeriesDto.Word(part.Share), part.Amount, part.Month, part.Basis, part.Estimated);
}

/// <summary>The experiment a comparison is made of.</summary>
/// <param name="Id">Its number; <c>GET /api/v1/experiments/{id}</c> has every measurement.</param>
/// <param name="Name">Its name.</param>
/// <param name="Running">Whether more will come.</param>
/// <param name="Imported">Where it was read from; null when it was measured here.</param>
/// <param name="Url">Its page.</param>
/// <param name="Loads">Its loads.</param>
/// <param name="LeftOut">The measurements that are in no figure, or only in latencies, and why.</param>
/// <param name="Latency">The percentiles of latency, one entry a variant and load.</param>
public sealed record ComparedExperimentDto(
    long Id, string Name, bool Running, string? Imported, string Url, IReadOnlyList<CellLoad> Loads, IReadOnlyList<LeftOutCell> LeftOut, IReadOnlyList<LatencyCurve> Latency)
{
    internal static ComparedExperimentDto Of(MeasuredExperiment experiment, int? level) => new(
        experiment.Id, experiment.Name, experiment.Running, experiment.Imported, experiment.Path, experiment.Loads,
        [.. experiment.LeftOut.Where(cell => level is null || cell.Load.Level == level)],
        [.. experiment.Loads.Where(load => level is null || load.Level == level).SelectMany(load => LatencyCurve.Of(experiment, load))]);
}

/// <summary>A share.</summary>
/// <param name="Share"><c>app</c>, <c>sidecars</c>, <c>nodeAgents</c>, <c>gateways</c>, <c>controlPlane</c>, <c>loadBalancers</c>, <c>crossZone</c>, <c>crossCluster</c>, <c>other</c> or <c>unattributed</c>.</param>
/// <param name="UsedCores">Cores used on average.</param>
/// <param name="UsedBytes">Bytes used on average.</param>
/// <param name="ChargedCores">Cores on average, max(request, usage).</param>
/// <param name="ChargedBytes">Bytes on average, max(request, usage).</param>
/// <param name="Month">The cost of a month.</param>
public sealed record ShareDto(string Share, double UsedCores, double UsedBytes, double ChargedCores, double ChargedBytes, double Month)
{
    internal static ShareDto Of(CostShare share, UsedAndCharged held, double month) =>
        new(SeriesDto.Word(share), held.Used.CpuCores, held.Used.MemoryBytes, held.Charged.CpuCores, held.Charged.MemoryBytes, month);
}

/// <summary>A price book somebody sends.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Provider">Whose prices; may be left out.</param>
/// <param name="Region">Where; may be left out.</param>
/// <param name="Currency">The ISO 4217 code.</param>
/// <param name="CpuHour">One vCPU-hour; not needed with <paramref name="HomeLab"/>.</param>
/// <param name="MemoryGiBHour">One GiB-hour; not needed with <paramref name="HomeLab"/>.</param>
/// <param name="ZoneEgressGB">One GB between zones; null when not known.</param>
/// <param name="RegionEgressGB">One GB between regions; null when not known.</param>
/// <param name="InternetEgressGB">One GB to the internet; null when not known.</param>
/// <param name="LoadBalancerHour">One load balancer's hour; null when not known.</param>
/// <param name="HomeLab">A home-lab's figures, from which its prices are reckoned.</param>
public sealed record PriceBookInput(
    string? Name, string? Provider, string? Region, string? Currency, double? CpuHour, double? MemoryGiBHour, double? ZoneEgressGB, double? RegionEgressGB, double? InternetEgressGB,
    double? LoadBalancerHour, HomeLab? HomeLab)
{
    internal PriceBook Book(string id) => new(
        id, Name?.Trim() ?? "", PriceBookKind.Own, Provider ?? "Own", Region ?? "", Currency ?? HomeLab?.Currency ?? "", CpuHour ?? double.NaN, MemoryGiBHour ?? double.NaN,
        ZoneEgressGB, RegionEgressGB, InternetEgressGB, LoadBalancerHour, "Entered by hand.", [])
    { HomeLab = HomeLab };
}

/// <summary>Advice as the API shows it.</summary>
/// <param name="Currency">The currency of savings.</param>
/// <param name="Advice">The advice, the largest savings first.</param>
public sealed record AdviceListDto(string Currency, IReadOnlyList<AdviceDto> Advice);

/// <summary>One piece of advice.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Title">What to do.</param>
/// <param name="Why">The figures behind it.</param>
/// <param name="SavesMonth">What it saves a month; null when not known.</param>
/// <param name="SavesBasis">How that was reached.</param>
/// <param name="Manifest">The YAML that does it.</param>
/// <param name="Caution">What to look at first.</param>
/// <param name="Row">The variant and cluster.</param>
/// <param name="Origin"><c>measured</c> or <c>simulated</c>.</param>
public sealed record AdviceDto(string Kind, string Title, string Why, double? SavesMonth, string SavesBasis, string Manifest, string Caution, string Row, string Origin)
{
    internal static AdviceDto Of(CostAdvice advice) => new(
        advice.Kind, advice.Title, advice.Why, advice.SavesMonth, advice.SavesBasis, advice.Manifest, advice.Caution, advice.Row, SeriesDto.Word(advice.Origin));
}
