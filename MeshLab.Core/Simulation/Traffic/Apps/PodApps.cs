using System.Text.Json.Nodes;

namespace MeshLab.Core.Simulation.Traffic.Apps;

/// <summary>What runs in a pod, by its image: podinfo, Fortio, Prometheus, Jaeger, a gateway of Istio, or something that just answers.</summary>
internal static class PodApps
{
    private static readonly int[] FortioPorts = [8078, 8079, 8080, 8081];

    /// <summary>Whether anything listens at a port.</summary>
    public static bool Listens(PodView pod, int port)
    {
        if (pod.IsGateway)
        {
            return port is 15021 or 15090 || IstioGateways.Listens(pod, port);
        }

        var declared = pod.Containers.SelectMany(one => one.Items("ports")).Select(one => one.Whole("containerPort")).ToList();
        return declared.Contains(port) || pod.Containers.Any(one => KindOf(one) switch
        {
            AppKind.Podinfo => Podinfo.Port(one) == port,
            AppKind.Fortio => FortioPorts.Contains(port),
            _ => declared.Count == 0,
        });
    }

    public static HttpReply Answer(TrafficEngine engine, PodView from, PodView to, int port, HttpCall call, TrafficMoment moment)
    {
        if (to.IsGateway)
        {
            return IstioGateways.Answer(engine, from, to, port, call, moment);
        }

        var container = to.Containers.FirstOrDefault(one => one.Items("ports").Any(entry => entry.Whole("containerPort") == port))
            ?? to.Pod.Items("spec", "containers").FirstOrDefault() ?? [];
        return KindOf(container) switch
        {
            AppKind.Podinfo => Podinfo.Answer(engine, to, container, call, moment),
            AppKind.Fortio => FortioServer.Answer(to, call, moment),
            AppKind.Prometheus => PrometheusServer.Answer(to, call, moment),
            AppKind.Jaeger => JaegerQuery.Answer(to, call, moment),
            _ => new HttpReply(200, $"{container.Scalar("name")} of {to.Name} answers (simulated)\n", LatencyModel.Answer(moment.Random))
            {
                Headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["Content-Type"] = "text/plain; charset=utf-8" },
            },
        };
    }

    /// <summary>Whether a container's image is Fortio's.</summary>
    public static bool IsFortio(JsonObject container) => KindOf(container) == AppKind.Fortio;

    private static AppKind KindOf(JsonObject container)
    {
        var image = (container.Scalar("image") ?? "").Split('@')[0];
        var name = image[(image.LastIndexOf('/') + 1)..].Split(':')[0];
        return name switch
        {
            "podinfo" => AppKind.Podinfo,
            "fortio" => AppKind.Fortio,
            "prometheus" => AppKind.Prometheus,
            "jaeger" => AppKind.Jaeger,
            _ => AppKind.Other,
        };
    }

    private enum AppKind
    {
        Other,
        Podinfo,
        Fortio,
        Prometheus,
        Jaeger,
    }
}
