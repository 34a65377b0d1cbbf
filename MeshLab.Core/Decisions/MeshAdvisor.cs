namespace MeshLab.Core.Decisions;

/// <summary>
/// Turns answers into a recommendation. The order of the questions is that of "Decision criteria" in
/// <c>docs/service-mesh-comparison.md</c>; the first that decides ends the search.
/// </summary>
public static class MeshAdvisor
{
    /// <summary>What to look at first.</summary>
    public static MeshRecommendation Recommend(MeshRequirements requirements)
    {
        ArgumentNullException.ThrowIfNull(requirements);
        var (option, decided) = Decide(requirements);
        return new MeshRecommendation(
            option,
            Because(option),
            [decided, .. Circumstances(requirements, option)],
            [.. Cautions(requirements, option)],
            [.. Enum.GetValues<MeshOption>().Where(other => other != option).OrderBy(other => MeshDistance.Of(other, requirements)).Select(other => new RejectedOption(other, WhyNot(other, requirements, option)))])
        {
            Changes = [.. Variations(requirements).Select(other => new WhatIf(other.Answer, Decide(other.Requirements).Option)).Where(other => other.Option != option)],
        };
    }

    /// <summary>The requirements with one answer changed, each in turn.</summary>
    private static IEnumerable<(string Answer, MeshRequirements Requirements)> Variations(MeshRequirements asked) =>
        new[]
        {
            asked with { MtlsRequired = !asked.MtlsRequired },
            asked with { ComplexL7 = !asked.ComplexL7 },
            asked with { CiliumIsCni = !asked.CiliumIsCni },
            asked with { SidecarsTooDear = !asked.SidecarsTooDear },
        }
        .Concat(Enum.GetValues<ServiceCount>().Select(value => asked with { Services = value }))
        .Concat(Enum.GetValues<TeamCapacity>().Select(value => asked with { Team = value }))
        .Concat(Enum.GetValues<ClusterCount>().Select(value => asked with { Clusters = value }))
        .Concat(Enum.GetValues<LatencyLimit>().Select(value => asked with { Latency = value }))
        .Where(other => other != asked)
        .Select(other => (DecisionDrivers.Of(other).Except(DecisionDrivers.Of(asked)).Single(), other));

    private static (MeshOption Option, string Decided) Decide(MeshRequirements asked) => asked switch
    {
        { NeedsNothing: true, CiliumIsCni: true, Clusters: not ClusterCount.One } =>
            (MeshOption.Cilium, "Services are shared between clusters, and Cilium, which is there, does that with ClusterMesh."),
        { NeedsNothing: true } =>
            (MeshOption.NoMesh, "Neither mTLS nor L7 policy is required, so the strongest reasons for a mesh are missing."),
        { CiliumIsCni: true, ComplexL7: false } =>
            (MeshOption.Cilium, "Cilium is the CNI already, and L3/L4 policy with encryption is enough."),
        { ComplexL7: true, SidecarsOut: true } =>
            (MeshOption.IstioAmbient, "L7 features are required, and a proxy in each pod is too dear, too slow or too disruptive."),
        { ComplexL7: true } =>
            (MeshOption.IstioSidecar, "L7 features are required, and a proxy in each pod is acceptable."),
        { SidecarsOut: true, Team: TeamCapacity.Dedicated } =>
            (MeshOption.IstioAmbient, "mTLS and L4 policy are required, a proxy in each pod is too dear or too slow, and there is a team to run node agents."),
        _ => (MeshOption.Linkerd, "mTLS is required, and no L7 feature that only a larger mesh has."),
    };

    private static string Because(MeshOption option) => option switch
    {
        MeshOption.NoMesh => "a library, an ingress and NetworkPolicies cost nothing a pod",
        MeshOption.Linkerd => "few concepts, small proxies, identity without configuration",
        MeshOption.IstioSidecar => "the widest feature set, everything per workload",
        MeshOption.IstioAmbient => "L4 for all by one agent a node, L7 only where a waypoint stands",
        _ => "the node agent that is already there does the work",
    };

    private static IEnumerable<string> Circumstances(MeshRequirements asked, MeshOption option)
    {
        if (asked.Services == ServiceCount.Handful && option == MeshOption.NoMesh)
        {
            yield return "Retries and timeouts for a handful of services fit in as many configurations.";
        }

        if (asked.CiliumIsCni && option == MeshOption.NoMesh)
        {
            yield return "Cilium's network policies, and WireGuard if the wire must be encrypted, are there without a mesh.";
        }

        if (asked.Team != TeamCapacity.Dedicated && option == MeshOption.Linkerd)
        {
            yield return "There is little time to run it, and Linkerd has the fewest concepts to learn.";
        }

        if (asked.Clusters != ClusterCount.One && option is MeshOption.IstioSidecar or MeshOption.IstioAmbient)
        {
            yield return "Several clusters can be one mesh with a common root, over gateways where the pod networks are apart.";
        }

        if (asked.Clusters != ClusterCount.One && option == MeshOption.Linkerd)
        {
            yield return "Services of other clusters are mirrored under a common trust anchor, over gateways or a flat network.";
        }

        if (asked.SidecarsOut && option == MeshOption.Linkerd)
        {
            yield return "Sidecars are a concern: Linkerd's are the smallest of the published figures, and it asks less of a team than ambient.";
        }
    }

    private static IEnumerable<string> Cautions(MeshRequirements asked, MeshOption option)
    {
        if (asked.Team == TeamCapacity.Nobody && option != MeshOption.NoMesh)
        {
            yield return "A mesh sits in every request. Name who follows its releases, rotates its roots and reads its logs at night; until then it makes outages longer.";
        }

        if (asked.Services == ServiceCount.Handful && option is MeshOption.IstioSidecar or MeshOption.IstioAmbient)
        {
            yield return "With a handful of services the control plane may ask for more than the application: istiod requests 500m CPU and 2Gi by default.";
        }

        if (asked.MtlsRequired && option == MeshOption.Cilium)
        {
            yield return "In Cilium encryption and mutual authentication are two switches. Neither alone is what a sidecar mesh calls mTLS: turn on both and prove each.";
        }

        if (asked.Clusters != ClusterCount.One && option == MeshOption.NoMesh)
        {
            yield return "Services are shared between clusters: Submariner connects them below any mesh, at layer 3.";
        }

        if (asked.Clusters == ClusterCount.SeveralThroughGateways && option == MeshOption.Cilium)
        {
            yield return "ClusterMesh wants one pod network: the ranges must not overlap, and the nodes must reach each other.";
        }

        if (asked.Latency != LatencyLimit.None && option != MeshOption.NoMesh)
        {
            yield return "A limit on latency is settled by measuring p99 with open-loop load at your own rate, not by published figures.";
        }

        if (option == MeshOption.Linkerd)
        {
            yield return "Stable builds come from vendors; the project publishes edge releases. Watch the expiry of the trust anchor.";
        }

        if (option == MeshOption.IstioAmbient)
        {
            yield return "The agents' CPU is nobody's in particular: measure node agents as well, and expect a larger failure domain than one pod.";
        }

        if (asked.CiliumIsCni && option is MeshOption.IstioSidecar or MeshOption.IstioAmbient)
        {
            yield return "Check what Cilium's own L7 proxy and kube-proxy replacement do to the mesh's redirection before both run on one node.";
        }
    }

    private static string WhyNot(MeshOption other, MeshRequirements asked, MeshOption chosen) => other switch
    {
        MeshOption.NoMesh => asked.MtlsRequired ? "mTLS is required." : asked.ComplexL7 ? "L7 policy is required." : "Services are shared between clusters, and nothing else would join them.",
        _ when asked.NeedsNothing => "Nothing that it adds is required.",
        MeshOption.Cilium when !asked.CiliumIsCni => "Cilium is not the CNI, and changing the CNI is the larger step.",
        MeshOption.Cilium => "L7 goes through one shared proxy a node, and its L7 features are the narrowest.",
        MeshOption.Linkerd when asked.ComplexL7 => "JWT validation, egress gateways and external authorization are not what it does.",
        MeshOption.Linkerd => chosen == MeshOption.Cilium ? "It would add a proxy to each pod to do what the node agent does already." : "It adds a proxy to each pod.",
        MeshOption.IstioSidecar when asked.SidecarsOut => "A proxy in each pod is too dear, too slow or too disruptive.",
        MeshOption.IstioSidecar => "More concepts and larger proxies than the requirements ask for.",
        MeshOption.IstioAmbient when asked.SidecarsOut => "It asks more of the team that runs it.",
        _ => "It shares proxies between pods to save what is not short here.",
    };
}
