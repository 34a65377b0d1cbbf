using MeshLab.Core.Measurements.Sources.Prometheus;

namespace MeshLab.Core.Measurements.Sources;

/// <summary>What a source of figures can and cannot see.</summary>
/// <param name="Name">Its name in series and answers.</param>
/// <param name="Title">Its name for people.</param>
/// <param name="Sees">What it can tell.</param>
/// <param name="DoesNotSee">What it cannot.</param>
/// <param name="Needs">What it needs, of rights and of software.</param>
public sealed record SourceAbilities(string Name, string Title, IReadOnlyList<string> Sees, IReadOnlyList<string> DoesNotSee, string Needs)
{
    /// <summary>The results of Fortio.</summary>
    public const string Fortio = "fortio";

    /// <summary>The histograms that meshes keep of the requests they carry.</summary>
    public const string MeshHistograms = "mesh-histograms";

    /// <summary>All sources: those of usage in the order in which they are preferred, then those of latency.</summary>
    public static IReadOnlyList<SourceAbilities> All { get; } =
    [
        new(
            KubeletSummarySource.Name, "Kubelets' summary",
            ["CPU of every running container from a counter with its own time", "CPU of the whole node, with the kernel's work", "working set of containers and nodes", "restarts, by start times and counters", "native sidecars and init containers while they run"],
            ["latency", "network of a container", "what a container used between its last reading and its end"],
            "list on nodes, get on nodes/proxy; nothing to install"),
        new(
            MetricsApiSource.Name, "Metrics API (metrics-server)",
            ["CPU of running containers and nodes as a mean over a window, 15 seconds by default", "working set of containers and nodes"],
            ["counters: use between two windows that were read is not known", "restarts", "init containers that end, and pods of less than two readings", "network", "latency"],
            "metrics-server; list on pods and nodes of metrics.k8s.io, and list on pods to know their nodes"),
        new(
            PrometheusUsageSource.Name, "Prometheus, Thanos or Mimir",
            ["CPU of containers and nodes from cAdvisor's counters, at its scrape interval", "working set", "restarts, by start times and counters", "latencies that meshes measured, where it scrapes them"],
            ["pod uids: a pod is its name", "containers that lived between two scrapes", "what it does not scrape"],
            "an entry in MeshLab:Prometheus, and cAdvisor scraped with the labels namespace, pod and container"),
        new(
            MeshHistograms, "Latency histograms of Istio, Linkerd and Hubble",
            ["latency of requests at the server's side, by workload", "numbers of requests"],
            ["CPU and memory", "time before the server's proxy", "a percentile closer than its bucket"],
            "a Prometheus that scrapes the proxies, or Hubble's metrics"),
        new(
            Fortio, "Fortio results",
            ["latency as the client sees it, by percentile", "the rate that was asked for and the one reached", "errors"],
            ["CPU and memory", "where on the way the time went", "anything without load of its own"],
            "Fortio in a client pod (exec), or a result file that is uploaded"),
    ];

    /// <summary>Those of one source.</summary>
    /// <exception cref="ArgumentException">There is no such source.</exception>
    public static SourceAbilities Of(string name) => All.FirstOrDefault(one => one.Name == name) ?? throw new ArgumentException($"There is no source named {name}.", nameof(name));
}
