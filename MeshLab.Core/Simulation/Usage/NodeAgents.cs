using System.Text.Json.Nodes;

namespace MeshLab.Core.Simulation.Usage;

/// <summary>Charges node agents (ztunnel, Cilium) with the requests of the pods they serve on their node.</summary>
internal static class NodeAgents
{
    /// <summary>Records what passed on a node since the last time as requests of its agents.</summary>
    public static void Charge(DemoCluster cluster, IReadOnlyList<JsonObject> podsOfNode, DateTimeOffset at)
    {
        var agents = podsOfNode.SelectMany(pod => ContainerMeter.Running(pod).Select(one => (Pod: pod, UsageProfiles.Of(pod, one.Container).Load)))
            .Where(one => one.Load != LoadSource.Pod).ToList();
        var agentPods = agents.Select(one => one.Pod.Uid()).ToHashSet(StringComparer.Ordinal);
        var all = (Requests: 0L, Bytes: 0L);
        var ambient = (Requests: 0L, Bytes: 0L);
        foreach (var pod in podsOfNode.Where(one => !agentPods.Contains(one.Uid())))
        {
            var (requests, bytes) = cluster.Traffic.Take(pod.Namespace(), pod.Name(), at);
            all = (all.Requests + requests, all.Bytes + bytes);
            if (pod.Annotation("ambient.istio.io/redirection") == "enabled")
            {
                ambient = (ambient.Requests + requests, ambient.Bytes + bytes);
            }
        }

        foreach (var (pod, load) in agents.DistinctBy(one => one.Pod.Uid()))
        {
            var (requests, bytes) = load switch
            {
                LoadSource.AmbientPodsOfNode => ambient,
                LoadSource.PodsOfNode => all,
                LoadSource.InspectedPodsOfNode when InspectsHttp(cluster) => all,
                _ => default,
            };
            if (requests > 0)
            {
                cluster.Traffic.Record(pod.Namespace(), pod.Name(), requests, bytes, at.AddSeconds(-1));
            }
        }
    }

    /// <summary>Whether a Cilium policy has HTTP rules, which send traffic through Envoy.</summary>
    private static bool InspectsHttp(DemoCluster cluster) =>
        cluster.Store.List("cilium.io", "ciliumnetworkpolicies").Concat(cluster.Store.List("cilium.io", "ciliumclusterwidenetworkpolicies"))
            .Any(policy => policy.Items("spec", "ingress").Concat(policy.Items("spec", "egress"))
                .SelectMany(rule => rule.Items("toPorts")).Any(ports => ports.Items("rules", "http").Any()));
}
