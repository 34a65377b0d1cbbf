using System.Text.Json.Nodes;

namespace MeshLab.Core.Simulation.Usage;

/// <summary>A node's usage in the shape of the kubelet's <c>/stats/summary</c>.</summary>
internal static class KubeletSummary
{
    private const long DiskBytes = 100L * 1024 * 1024 * 1024;

    public static JsonObject Of(NodeUsage usage)
    {
        var time = Time(usage.At);
        return new JsonObject
        {
            ["node"] = new JsonObject
            {
                ["nodeName"] = usage.Node,
                ["systemContainers"] = new JsonArray(new JsonObject
                {
                    ["name"] = "pods",
                    ["startTime"] = Time(usage.StartedAt),
                    ["cpu"] = Cpu(usage.PodsCpu, time),
                    ["memory"] = Memory(usage.Pods.Sum(one => one.MemoryBytes), time, usage.CapacityBytes),
                }),
                ["startTime"] = Time(usage.StartedAt),
                ["cpu"] = Cpu(usage.Cpu, time),
                ["memory"] = Memory(usage.MemoryBytes, time, usage.CapacityBytes),
                ["network"] = Network(usage.Pods.Sum(one => one.Bytes), time),
                ["fs"] = Disk(12L * 1024 * 1024 * 1024, time),
                ["runtime"] = new JsonObject { ["imageFs"] = Disk(6L * 1024 * 1024 * 1024, time) },
                ["rlimit"] = new JsonObject { ["time"] = time, ["maxpid"] = 32768, ["curproc"] = 180 + usage.Pods.Count * 4 },
            },
            ["pods"] = new JsonArray([.. usage.Pods.Select(pod => Pod(pod, time))]),
        };
    }

    private static JsonObject Pod(PodUsage pod, string time) => new()
    {
        ["podRef"] = new JsonObject { ["name"] = pod.Pod.Name(), ["namespace"] = pod.Pod.Namespace(), ["uid"] = pod.Pod.Uid() },
        ["startTime"] = pod.Pod.Text("status", "startTime"),
        ["containers"] = new JsonArray([.. pod.Containers.Select(container => new JsonObject
        {
            ["name"] = container.Name,
            ["startTime"] = Time(container.StartedAt),
            ["cpu"] = Cpu(container.Cpu, time),
            ["memory"] = Memory(container.MemoryBytes, time, null),
            ["rootfs"] = Disk(20480, time),
            ["logs"] = Disk(8192, time),
        })]),
        ["cpu"] = Cpu(pod.Cpu, time),
        ["memory"] = Memory(pod.MemoryBytes, time, null),
        ["network"] = Network(pod.Bytes, time),
        ["ephemeral-storage"] = Disk(53248, time),
        ["process_stats"] = new JsonObject { ["process_count"] = pod.Containers.Count },
    };

    private static JsonObject Cpu(CpuUsage usage, string time) => new() { ["time"] = time, ["usageNanoCores"] = usage.NanoCores, ["usageCoreNanoSeconds"] = usage.Nanoseconds };

    private static JsonObject Memory(long bytes, string time, long? capacity)
    {
        var memory = new JsonObject { ["time"] = time };
        if (capacity is { } all)
        {
            memory["availableBytes"] = Math.Max(0, all - bytes);
        }

        memory["usageBytes"] = bytes + bytes / 20;
        memory["workingSetBytes"] = bytes;
        memory["rssBytes"] = bytes * 4 / 5;
        memory["pageFaults"] = bytes / 4096;
        memory["majorPageFaults"] = 0;
        return memory;
    }

    private static JsonObject Network(long bytes, string time)
    {
        JsonObject Counters(string name) => new() { ["name"] = name, ["rxBytes"] = bytes / 2, ["rxErrors"] = 0, ["txBytes"] = bytes - bytes / 2, ["txErrors"] = 0 };
        var network = new JsonObject { ["time"] = time };
        foreach (var (field, value) in Counters("eth0").ToList())
        {
            network[field] = value?.DeepClone();
        }

        network["interfaces"] = new JsonArray(Counters("eth0"));
        return network;
    }

    private static JsonObject Disk(long used, string time) => new()
    {
        ["time"] = time,
        ["availableBytes"] = DiskBytes - 16L * 1024 * 1024 * 1024,
        ["capacityBytes"] = DiskBytes,
        ["usedBytes"] = used,
        ["inodesFree"] = 6_000_000,
        ["inodes"] = 6_500_000,
        ["inodesUsed"] = Math.Max(8, used / 65536),
    };

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ");
}
