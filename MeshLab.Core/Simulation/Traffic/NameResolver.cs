using System.Net;

namespace MeshLab.Core.Simulation.Traffic;

/// <summary>Cluster DNS and addresses, as a pod sees them.</summary>
internal static class NameResolver
{
    private static readonly string[] NeverPublic = ["local", "internal", "invalid", "test", "example", "localhost", "svc"];

    public static Destination Resolve(PodView from, string host, int port)
    {
        host = host.TrimEnd('.').ToLowerInvariant();
        if (host is "localhost" or "127.0.0.1" or "::1" || (host.Length > 0 && host == from.Address))
        {
            return new PodDestination(from, port);
        }

        var view = ClusterView.Of(from.Cluster);
        if (IPAddress.TryParse(host, out _))
        {
            return Address(view, host, port);
        }

        return Clusterset(host, port) ?? InCluster(view, from.Namespace, host, port) ?? Outside(host, port);
    }

    /// <summary>The Service a name of the cluster's own leads to, or null.</summary>
    public static ServiceDestination? Service(ClusterView view, string ownNamespace, string host, int port)
    {
        var parts = host.Split('.');
        var (name, space) = parts switch
        {
            [var one] => (one, ownNamespace),
            [var one, var two] => (one, two),
            [var one, var two, "svc"] => (one, two),
            [var one, var two, "svc", "cluster", "local"] => (one, two),
            _ => ("", ""),
        };
        return name.Length > 0 && view.Find("", "services", space, name) is { } service ? new ServiceDestination(view.Cluster, service, port) : null;
    }

    private static Destination? InCluster(ClusterView view, string ownNamespace, string host, int port)
    {
        var service = Service(view, ownNamespace, host, port);
        return service?.Service.Scalar("spec", "type") == "ExternalName"
            ? new ExternalDestination(service.Service.Scalar("spec", "externalName") ?? "", port)
            : service;
    }

    private static ClustersetDestination? Clusterset(string host, int port) => host.Split('.') switch
    {
        [var name, var space, "svc", "clusterset", "local"] => new ClustersetDestination(space, name, port),
        [_, var name, var space, "svc", "clusterset", "local"] => new ClustersetDestination(space, name, port),
        _ => null,
    };

    private static Destination Address(ClusterView view, string address, int port)
    {
        if (view.Pods().FirstOrDefault(pod => pod.Address == address && pod.IsReady) is { } pod)
        {
            return new PodDestination(pod, port);
        }

        var service = view.List("", "services").FirstOrDefault(one => one.Scalar("spec", "clusterIP") == address || one.Items("status", "loadBalancer", "ingress").Any(way => way.Scalar("ip") == address));
        return service is null ? new ExternalDestination(address, port) : new ServiceDestination(view.Cluster, service, port);
    }

    private static Destination Outside(string host, int port)
    {
        var parts = host.Split('.');
        return parts.Length > 1 && !NeverPublic.Contains(parts[^1]) ? new ExternalDestination(host, port) : new UnknownDestination(host);
    }
}
