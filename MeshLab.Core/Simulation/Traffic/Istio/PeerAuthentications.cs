namespace MeshLab.Core.Simulation.Traffic.Istio;

/// <summary>PeerAuthentication: whether plain text is refused; the workload's policy before the namespace's before the mesh's.</summary>
internal static class PeerAuthentications
{
    private const string RootNamespace = "istio-system";

    public static bool IsStrict(ClusterView view, PodView pod, int port)
    {
        var all = view.List("security.istio.io", "peerauthentications");
        var own = all.Where(one => one.Namespace() == pod.Namespace && one.At("spec", "selector") is not null && pod.Labels.Has(one.Pairs("spec", "selector", "matchLabels"))).ToList();
        var space = all.Where(one => one.Namespace() == pod.Namespace && one.At("spec", "selector") is null);
        var mesh = all.Where(one => one.Namespace() == RootNamespace && one.At("spec", "selector") is null);
        foreach (var policy in own.Concat(space).Concat(mesh))
        {
            var mode = policy.Scalar("spec", "portLevelMtls", port.ToString(System.Globalization.CultureInfo.InvariantCulture), "mode") ?? policy.Scalar("spec", "mtls", "mode");
            if (mode is not (null or "UNSET"))
            {
                return mode == "STRICT";
            }
        }

        return false;
    }
}
