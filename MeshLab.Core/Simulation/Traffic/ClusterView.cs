using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace MeshLab.Core.Simulation.Traffic;

/// <summary>
/// A cluster's objects at one version of its store, indexed as routing asks for them. A run of load asks thousands of times between
/// two changes, so lists are kept until something changes.
/// </summary>
internal sealed class ClusterView
{
    private static readonly ConditionalWeakTable<DemoCluster, ClusterView> Views = [];

    private readonly ConcurrentDictionary<(string Group, string Plural, string Namespace), IReadOnlyList<JsonObject>> _lists = new();
    private readonly ConcurrentDictionary<string, IReadOnlyList<PodView>> _pods = new(StringComparer.Ordinal);
    private readonly long _version;

    private ClusterView(DemoCluster cluster, long version)
    {
        Cluster = cluster;
        _version = version;
        var daemons = List("apps", "daemonsets");
        HasZtunnel = daemons.Any(one => one.Items("spec", "template", "spec", "containers").Any(container => container.Texts("args").Contains("ztunnel")));
        HasCilium = daemons.Any(one => one.Name() == "cilium" && one.Namespace() == "kube-system");
        HasIstio = List("apps", "deployments").Any(one => one.Scalar("metadata", "labels", "app") == "istiod");
    }

    public DemoCluster Cluster { get; }

    public bool HasZtunnel { get; }

    /// <summary>Cilium is the network and enforces policies.</summary>
    public bool HasCilium { get; }

    public bool HasIstio { get; }

    /// <summary>The view of a cluster as it is now.</summary>
    public static ClusterView Of(DemoCluster cluster)
    {
        var version = cluster.Store.Version;
        if (Views.TryGetValue(cluster, out var view) && view._version == version)
        {
            return view;
        }

        view = new ClusterView(cluster, version);
        Views.AddOrUpdate(cluster, view);
        return view;
    }

    /// <summary>The objects of a type; all namespaces when none is named.</summary>
    public IReadOnlyList<JsonObject> List(string group, string plural, string @namespace = "") =>
        _lists.GetOrAdd((group, plural, @namespace), key => Cluster.Store.List(key.Group, key.Plural, key.Namespace));

    public JsonObject? Find(string group, string plural, string @namespace, string name) =>
        List(group, plural, @namespace).FirstOrDefault(one => one.Name() == name && one.Namespace() == @namespace);

    public JsonObject? Namespace(string name) => Find("", "namespaces", "", name);

    /// <summary>The pods of a namespace, or of all.</summary>
    public IReadOnlyList<PodView> Pods(string @namespace = "") =>
        _pods.GetOrAdd(@namespace, space => [.. List("", "pods", space).Select(pod => new PodView(this, pod))]);

    /// <summary>The labels of a namespace.</summary>
    public IReadOnlyDictionary<string, string> NamespaceLabels(string name) => Namespace(name).Pairs("metadata", "labels");
}
