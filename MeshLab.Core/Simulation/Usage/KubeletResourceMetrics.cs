using System.Globalization;
using System.Text;

namespace MeshLab.Core.Simulation.Usage;

/// <summary>A node's usage in the shape of the kubelet's <c>/metrics/resource</c>.</summary>
internal static class KubeletResourceMetrics
{
    public static string Of(NodeUsage usage)
    {
        var text = new StringBuilder();
        var stamp = usage.At.ToUnixTimeMilliseconds();
        var containers = usage.Pods.SelectMany(pod => pod.Containers.Select(container => (
            Labels: $"container=\"{container.Name}\",namespace=\"{pod.Pod.Namespace()}\",pod=\"{pod.Pod.Name()}\"", Usage: container))).ToList();
        var pods = usage.Pods.Select(pod => (Labels: $"namespace=\"{pod.Pod.Namespace()}\",pod=\"{pod.Pod.Name()}\"", Usage: pod)).ToList();

        Family(text, "container_cpu_usage_seconds_total", "Cumulative cpu time consumed by the container in core-seconds", "counter",
            containers.Select(one => (one.Labels, Seconds(one.Usage.Cpu), stamp)));
        Family(text, "container_memory_working_set_bytes", "Current working set of the container in bytes", "gauge",
            containers.Select(one => (one.Labels, Number(one.Usage.MemoryBytes), stamp)));
        Family(text, "container_start_time_seconds", "Start time of the container since unix epoch in seconds", "gauge",
            containers.Select(one => (one.Labels, Number(one.Usage.StartedAt.ToUnixTimeSeconds()), one.Usage.StartedAt.ToUnixTimeMilliseconds())));
        Family(text, "node_cpu_usage_seconds_total", "Cumulative cpu time consumed by the node in core-seconds", "counter", [("", Seconds(usage.Cpu), stamp)]);
        Family(text, "node_memory_working_set_bytes", "Current working set of the node in bytes", "gauge", [("", Number(usage.MemoryBytes), stamp)]);
        Family(text, "pod_cpu_usage_seconds_total", "Cumulative cpu time consumed by the pod in core-seconds", "counter", pods.Select(one => (one.Labels, Seconds(one.Usage.Cpu), stamp)));
        Family(text, "pod_memory_working_set_bytes", "Current working set of the pod in bytes", "gauge", pods.Select(one => (one.Labels, Number(one.Usage.MemoryBytes), stamp)));
        text.Append("# HELP scrape_error [ALPHA] 1 if there was an error while getting container metrics, 0 otherwise\n# TYPE scrape_error gauge\nscrape_error 0\n");
        return text.ToString();
    }

    private static void Family(StringBuilder text, string name, string help, string type, IEnumerable<(string Labels, string Value, long Stamp)> lines)
    {
        text.Append("# HELP ").Append(name).Append(" [ALPHA] ").Append(help).Append("\n# TYPE ").Append(name).Append(' ').Append(type).Append('\n');
        foreach (var (labels, value, stamp) in lines)
        {
            text.Append(name);
            if (labels.Length > 0)
            {
                text.Append('{').Append(labels).Append('}');
            }

            text.Append(' ').Append(value).Append(' ').Append(stamp.ToString(CultureInfo.InvariantCulture)).Append('\n');
        }
    }

    private static string Seconds(CpuUsage usage) => (usage.Nanoseconds / 1e9).ToString("0.#########", CultureInfo.InvariantCulture);

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
