using System.Text.Json.Nodes;

namespace MeshLab.Core.Simulation.Traffic;

/// <summary>What a name and port lead to.</summary>
internal abstract record Destination;

/// <summary>A Service of a cluster.</summary>
internal sealed record ServiceDestination(DemoCluster Cluster, JsonObject Service, int Port) : Destination
{
    public string Name => Service.Name();

    public string Namespace => Service.Namespace();

    /// <summary>The full name, e.g. <c>backend.mesh-demo.svc.cluster.local</c>.</summary>
    public string FullName => $"{Name}.{Namespace}.svc.cluster.local";

    /// <summary>The port's entry in the Service, or null when it has no such port.</summary>
    public JsonObject? PortEntry => Service.Items("spec", "ports").FirstOrDefault(one => one.Whole("port") == Port);

    public string Key => $"{Cluster.Name}/{Namespace}/{Name}:{Port}";
}

/// <summary>A service of the cluster set, by the name the Multi-Cluster Services API gives it.</summary>
internal sealed record ClustersetDestination(string Namespace, string Name, int Port) : Destination;

/// <summary>One pod, by its address.</summary>
internal sealed record PodDestination(PodView Pod, int Port) : Destination;

/// <summary>A host outside the clusters.</summary>
internal sealed record ExternalDestination(string Host, int Port) : Destination;

/// <summary>A name nobody knows.</summary>
internal sealed record UnknownDestination(string Host) : Destination;
