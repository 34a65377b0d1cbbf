using System.Text.Json.Nodes;

namespace MeshLab.Core.Simulation.Traffic.Linkerd;

/// <summary>SMI's TrafficSplit, which Linkerd follows only with the linkerd-smi extension.</summary>
internal static class TrafficSplits
{
    public static JsonObject? Find(ClusterView view, ServiceDestination service) =>
        view.List("apps", "deployments").Any(one => one.Name() == "smi-adaptor")
            ? view.List("split.smi-spec.io", "trafficsplits", service.Namespace).FirstOrDefault(one => IsName(one.Scalar("spec", "service"), service.Name))
            : null;

    public static IReadOnlyList<WeightedBackend> Backends(ClusterView view, JsonObject split, ServiceDestination apex) =>
        [.. split.Items("spec", "backends").Select(leaf => NameResolver.Service(view, apex.Namespace, (leaf.Scalar("service") ?? "").Split('.')[0], apex.Port) is { } service
            ? new WeightedBackend(service, Weight(leaf))
            : new WeightedBackend(apex, 0))];

    /// <summary>A number, or in the oldest versions a quantity such as <c>900m</c>.</summary>
    private static double Weight(JsonObject leaf) => leaf.Number("weight") ?? (leaf.Scalar("weight") is [.. var thousandths, 'm'] && double.TryParse(thousandths, out var weight) ? weight / 1000 : 0);

    private static bool IsName(string? given, string name) => given?.Split('.')[0] == name;
}
