using MeshLab.Core.Simulation.Store;
using MeshLab.Core.Simulation.Usage;

namespace MeshLab.Core.Simulation;

/// <summary>One demo cluster: its objects, its types and its clock. Behaviours (workloads, injection, traffic, usage) work on <see cref="Store"/>.</summary>
internal sealed class DemoCluster
{
    public DemoCluster(string name, ObjectStore store, TimeProvider clock)
    {
        Name = name;
        Store = store;
        Types = new ResourceRegistry(store);
        Clock = clock;
        Usage = new UsageModel(this);
        Metrics = new MetricsServer(this);
    }

    public string Name { get; }

    public ObjectStore Store { get; }

    public ResourceRegistry Types { get; }

    public TimeProvider Clock { get; }

    /// <summary>The CPU and memory of its nodes and pods.</summary>
    public UsageModel Usage { get; }

    /// <summary>The same CPU and memory as means over windows, as metrics-server gives them.</summary>
    public MetricsServer Metrics { get; }

    /// <summary>The requests that passed through this cluster's pods; commands write it, the usage model reads it.</summary>
    public TrafficLedger Traffic { get; } = new();

    /// <summary>Who called the pods of this cluster of late; delivery writes it, the API server tells it.</summary>
    public CallLedger Calls { get; } = new();

    /// <summary>The demo clusters it shares a network with, itself among them, by name.</summary>
    public IReadOnlyDictionary<string, DemoCluster> Network { get; set; } = new Dictionary<string, DemoCluster>();

    /// <summary>Now, as Kubernetes writes it.</summary>
    public string Timestamp => Clock.GetUtcNow().UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ");
}
