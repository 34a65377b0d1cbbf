using MeshLab.Core.Simulation.Store;

namespace MeshLab.Core.Simulation;

/// <summary>One demo cluster: its objects, its types and its clock. Behaviours (workloads, injection, traffic, usage) work on <see cref="Store"/>.</summary>
internal sealed class DemoCluster(string name, ObjectStore store, TimeProvider clock)
{
    public string Name { get; } = name;

    public ObjectStore Store { get; } = store;

    public ResourceRegistry Types { get; } = new(store);

    public TimeProvider Clock { get; } = clock;

    /// <summary>The requests that passed through this cluster's pods; commands write it, the usage model reads it.</summary>
    public TrafficLedger Traffic { get; } = new();

    /// <summary>The demo clusters it shares a network with, itself among them, by name.</summary>
    public IReadOnlyDictionary<string, DemoCluster> Network { get; set; } = new Dictionary<string, DemoCluster>();

    /// <summary>Now, as Kubernetes writes it.</summary>
    public string Timestamp => Clock.GetUtcNow().UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ");
}
