using System.Globalization;
using MeshLab.Core.Costs.Attribution;
using MeshLab.Core.Costs.Comparison;
using MeshLab.Core.Costs.Models;
using MeshLab.Core.Costs.Prices;

namespace MeshLab.Core.Costs.Advice;

/// <summary>Says what would cost less. A pure function of a comparison: it reads nothing and changes nothing.</summary>
public static class CostAdvisor
{
    /// <summary>Memory is requested as the 99th percentile with this margin, and limited to the largest value with half more.</summary>
    private const double MemoryMargin = 1.2;

    /// <summary>A namespace whose sidecars each used no more than this in 95 of 100 minutes looks idle, in cores.</summary>
    private const double IdleCores = 0.005;

    /// <summary>Shorter than this, percentiles say little.</summary>
    private static readonly TimeSpan _least = TimeSpan.FromMinutes(2);

    /// <summary>Shorter than this, silence says nothing.</summary>
    private static readonly TimeSpan _leastForIdle = TimeSpan.FromMinutes(10);

    /// <summary>Advice for all rows, the largest savings first.</summary>
    public static IReadOnlyList<CostAdvice> Advise(IReadOnlyList<VariantCost> rows, PriceBook prices)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return [.. rows.Where(row => row.Observed >= _least).SelectMany(row => Advise(row, rows, prices)).OrderByDescending(advice => advice.SavesMonth ?? -1)];
    }

    private static IEnumerable<CostAdvice> Advise(VariantCost row, IReadOnlyList<VariantCost> rows, PriceBook prices)
    {
        var all = new[] { Requests(row, prices), Injection(row, prices), Scope(row), Ambient(row, rows, prices), ControlPlane(row, prices) };
        return all.OfType<CostAdvice>();
    }

    private static CostAdvice? Requests(VariantCost row, PriceBook prices)
    {
        if (row is not { ProxyCpu: { } cpu, ProxyMemory: { } memory, Model.Sidecar.Request: var request, Proxies: > 0 })
        {
            return null;
        }

        var better = new Consumption(Quantities.CpuCores(cpu.P95), Quantities.MemoryBytes(memory.P99 * MemoryMargin));
        var (now, then) = (Consumption.Larger(request, new(cpu.Mean, memory.Mean)), Consumption.Larger(better, new(cpu.Mean, memory.Mean)));
        var saves = row.Proxies * (now.Month(prices) - then.Month(prices));
        var lacking = request == Consumption.None;
        if (!lacking && saves <= 0.005 * Math.Max(0.01, row.Proxies * now.Month(prices)))
        {
            return null;
        }

        var limit = Quantities.Memory(memory.Largest * 1.5);
        return new(
            "sidecar-requests",
            lacking ? $"Give sidecars requests: {Quantities.Cpu(cpu.P95)} and {Quantities.Memory(memory.P99 * MemoryMargin)}" : $"Lower the requests of sidecars to {Quantities.Cpu(cpu.P95)} and {Quantities.Memory(memory.P99 * MemoryMargin)}",
            $"{row.Proxies:0.#} sidecars request {Quantities.CpuText(request.CpuCores)} and {Quantities.MemoryText(request.MemoryBytes)} each. They used {Quantities.CpuText(cpu.P95)} (p95) and {Quantities.MemoryText(memory.P99)} (p99), over {Words(row.Observed)}."
                + (lacking ? " Without requests the scheduler does not see them, and they are the first to be evicted." : ""),
            lacking ? null : saves,
            lacking ? "Requests cost; they buy that a full node does not starve its proxies." : "max(request, usage) of today less that of the new requests, for the sidecars that were there.",
            row.Variant == "linkerd" ? AdviceManifests.LinkerdRequests(Quantities.Cpu(cpu.P95), Quantities.Memory(memory.P99 * MemoryMargin), limit) : AdviceManifests.IstioRequests(Quantities.Cpu(cpu.P95), Quantities.Memory(memory.P99 * MemoryMargin), limit),
            "The percentiles are of the load that was there. Measure under your busiest hour before you lower anything, and keep CPU without a limit: a throttled proxy delays every call.",
            Name(row), row.Origin);
    }

    private static CostAdvice? Injection(VariantCost row, PriceBook prices)
    {
        if (row.Proxies <= 0 || row.Observed < _leastForIdle)
        {
            return null;
        }

        var idle = row.Periods[^1].Cost.Pods
            .Where(pod => pod.Sidecar.Charged != Consumption.None)
            .GroupBy(pod => pod.Namespace)
            .Where(pods => row.ProxyCpuByNamespace.GetValueOrDefault(pods.Key, double.MaxValue) <= IdleCores)
            .ToList();
        if (idle.Count == 0)
        {
            return null;
        }

        var names = string.Join(", ", idle.Select(pods => pods.Key));
        return new(
            "selective-injection",
            $"Ask whether {names} {(idle.Count == 1 ? "needs" : "need")} sidecars",
            $"{idle.Sum(pods => pods.Count())} sidecars in {names} used at most {Quantities.CpuText(idle.Max(pods => row.ProxyCpuByNamespace[pods.Key]))} each (p95) over {Words(row.Observed)}: hardly any call passed through them.",
            idle.Sum(pods => pods.Sum(pod => pod.Sidecar.Charged.Month(prices))),
            "What these sidecars are charged now.",
            string.Join("---\n", idle.Select(pods => row.Variant == "linkerd" ? AdviceManifests.LinkerdWithout(pods.Key) : AdviceManifests.IstioWithout(pods.Key))),
            "A sidecar without calls can still be wanted: it gives its pod an identity. Restart the workloads afterwards, and look for mTLS that is STRICT.",
            Name(row), row.Origin);
    }

    private static CostAdvice? Scope(VariantCost row)
    {
        if (row is not { Variant: "istio-sidecar", ProxyMemory: { } memory })
        {
            return null;
        }

        var namespaces = Meshed(row);
        return namespaces.Count == 0 ? null : new(
            "sidecar-scope",
            "Tell each sidecar only of the services it calls",
            $"One sidecar holds {Quantities.MemoryText(memory.Mean)} on average and {Quantities.MemoryText(memory.Largest)} at most. Without a Sidecar resource it is told of every service of the mesh; its memory grows with them.",
            null, "Not known before it is measured: it depends on how many services the mesh has.",
            string.Join("---\n", namespaces.Select(AdviceManifests.SidecarScope)),
            "A host that is left out is called without mesh features or, with REGISTRY_ONLY, not at all. Begin with one namespace.",
            Name(row), row.Origin);
    }

    private static CostAdvice? Ambient(VariantCost row, IReadOnlyList<VariantCost> rows, PriceBook prices)
    {
        if (row is not { Variant: "istio-sidecar", Proxies: > 0, AppPods: > 0 })
        {
            return null;
        }

        var namespaces = Meshed(row);
        if (namespaces.Count == 0)
        {
            return null;
        }

        if (rows.FirstOrDefault(other => other.Variant == "istio-ambient" && (other.Cluster, other.Origin, other.Source, other.Cell?.ExperimentId, other.Cell?.Load) == (row.Cluster, row.Origin, row.Source, row.Cell?.ExperimentId, row.Cell?.Load)) is { } measured)
        {
            return MeasuredAmbient(row, measured, namespaces, prices);
        }

        var model = PublishedModels.All.First(each => each.Id == "published-istio-ambient");
        var pods = row.AppPods;
        var input = WhatIfInput.Middling with { Pods = pods, PodsPerNode = Math.Max(1, pods / row.Nodes), CallsPerSecond = row.CallsPerSecond ?? 0 };
        var agents = WhatIf.Estimate(model, input, prices).Month.GetValueOrDefault(CostShare.NodeAgents);
        var sidecars = row.Of(CostShare.Sidecars).Charged.Month(prices);
        var needed = Math.Ceiling(agents / (sidecars / row.Proxies) / row.Nodes);
        return new(
            "ambient",
            sidecars > agents ? "Ambient mode would cost less here" : "Ambient mode would cost more here",
            string.Create(CultureInfo.InvariantCulture, $"{row.Proxies:0.#} sidecars cost {sidecars:0.00} {prices.Currency} a month; ztunnel and istio-cni on {row.Nodes} {(row.Nodes == 1 ? "node" : "nodes")} would cost {agents:0.00} at their charts' requests and Istio's published use. With these sidecars, ambient is cheaper from {needed:0} pods a node on."),
            sidecars - agents,
            "Sidecars as measured, less ztunnel and istio-cni as published: an estimate of two origins. Waypoints come on top where L7 rules are needed.",
            AdviceManifests.Ambient(namespaces),
            "Routing, retries and L7 policy need a waypoint in ambient mode. Measure the variant istio-ambient before you decide.",
            Name(row), row.Origin);
    }

    /// <summary>Both were measured beside each other: no published figure is needed.</summary>
    private static CostAdvice MeasuredAmbient(VariantCost row, VariantCost ambient, IReadOnlyList<string> namespaces, PriceBook prices)
    {
        var (sidecars, agents) = (row.Mesh(prices, CostBasis.RequestOrUsage).Mean, ambient.Mesh(prices, CostBasis.RequestOrUsage).Mean);
        return new(
            "ambient",
            sidecars > agents ? "Ambient mode costs less here" : "Ambient mode costs more here",
            string.Create(CultureInfo.InvariantCulture, $"The mesh with {row.Proxies:0.#} sidecars costs {sidecars:0.00} {prices.Currency} a month, with ztunnel and istio-cni on {ambient.Nodes} {(ambient.Nodes == 1 ? "node" : "nodes")} {agents:0.00}, control plane included."),
            sidecars - agents,
            "Both as measured, under the conditions of this page. Waypoints come on top where L7 rules are needed.",
            AdviceManifests.Ambient(namespaces),
            "Routing, retries and L7 policy need a waypoint in ambient mode.",
            Name(row), row.Origin);
    }

    /// <summary>The namespaces with sidecars. An experiment keeps no pods; there, minutes tell.</summary>
    private static List<string> Meshed(VariantCost row) =>
    [
        .. row.Periods[^1].Cost.Pods.Where(pod => pod.Sidecar.Used != Consumption.None).Select(pod => pod.Namespace)
            .Concat(row.ProxyCpuByNamespace.Keys).Distinct().Order(StringComparer.Ordinal),
    ];

    private static CostAdvice? ControlPlane(VariantCost row, PriceBook prices)
    {
        if (row is not { ControlPlaneCpu: { } cpu, ControlPlaneMemory: { } memory, Variant: "istio-sidecar" or "istio-ambient", Model.ControlPlane.Request: { CpuCores: > 0 } request })
        {
            return null;
        }

        var better = new Consumption(Quantities.CpuCores(Math.Max(cpu.P99 * 2, 0.05)), Quantities.MemoryBytes(memory.P99 * 1.5));
        var replicas = Math.Max(1, row.ControlPlanePods);
        var (now, then) = (Consumption.Larger(request, new(cpu.Mean, memory.Mean)), Consumption.Larger(better, new(cpu.Mean, memory.Mean)));
        var saves = replicas * (now.Month(prices) - then.Month(prices));
        return saves <= 0 ? null : new(
            "control-plane-size",
            $"Lower istiod's requests to {Quantities.Cpu(better.CpuCores)} and {Quantities.Memory(better.MemoryBytes)}",
            $"istiod requests {Quantities.CpuText(request.CpuCores)} and {Quantities.MemoryText(request.MemoryBytes)} a replica and used {Quantities.CpuText(cpu.P99)} and {Quantities.MemoryText(memory.P99)} (p99) for {row.AppPods:0.#} pods. A second replica for high availability costs its requests again: {string.Create(CultureInfo.InvariantCulture, $"{now.Month(prices):0.00} {prices.Currency}")} a month.",
            saves,
            "max(request, usage) of today less that of the new requests, for each replica; CPU with twice its p99, memory with half more.",
            AdviceManifests.Istiod(Quantities.Cpu(better.CpuCores), Quantities.Memory(better.MemoryBytes)),
            "istiod needs most when many pods start at once. Look at its use during a large rollout.",
            Name(row), row.Origin);
    }

    private static string Name(VariantCost row) => $"{row.Name} on {row.Cluster}";

    private static string Words(TimeSpan time) => time.TotalHours < 2 ? $"{time.TotalMinutes:0} minutes" : $"{time.TotalHours:0.#} hours";
}
