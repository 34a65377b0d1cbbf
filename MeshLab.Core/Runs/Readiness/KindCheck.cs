using System.Text.Json.Nodes;

namespace MeshLab.Core.Runs.Readiness;

/// <summary>The limits that Kind clusters break on: memory of the machine that all nodes share, and inotify, which only that machine can tell.</summary>
internal static class KindCheck
{
    private const string Name = "Kind";

    /// <summary>A control plane, a mesh and the lab's applications do not fit into less.</summary>
    private const double LeastBytes = 4.0 * (1L << 30);

    /// <summary>Nothing for clusters that Kind did not make.</summary>
    public static IEnumerable<PreflightCheck> Check(ClusterFacts facts)
    {
        var nodes = (facts.Nodes ?? []).Where(IsKind).ToList();
        if (nodes.Count == 0)
        {
            yield break;
        }

        // Every node of a Kind cluster tells the memory of the whole machine.
        var memory = nodes.Max(node => ResourceQuantity.Of(node["status"]?["capacity"]?["memory"]?.ToString()));
        var found = $"{nodes.Count} Kind {(nodes.Count == 1 ? "node shares" : "nodes share")} one machine with {ResourceQuantity.Bytes(memory)}.";
        yield return memory < LeastBytes
            ? new(Name, facts.Name, PreflightStatus.Warning, found, $"Give it at least {ResourceQuantity.Bytes(LeastBytes)} (Docker Desktop: Settings, Resources), or pods are killed.")
            : new(Name, facts.Name, PreflightStatus.Ok, found);
        var name = nodes[0]["metadata"]?["name"]?.ToString();
        yield return new(Name, facts.Name, PreflightStatus.Skipped, "inotify limits cannot be read through the API; too low ones end in \"too many open files\".",
            $"Check: docker exec {name} sysctl fs.inotify.max_user_watches fs.inotify.max_user_instances. Kind asks for 524288 and 512: sudo sysctl fs.inotify.max_user_watches=524288 fs.inotify.max_user_instances=512");
    }

    private static bool IsKind(JsonObject node) => node["spec"]?["providerID"]?.ToString().StartsWith("kind://", StringComparison.Ordinal) == true;
}
