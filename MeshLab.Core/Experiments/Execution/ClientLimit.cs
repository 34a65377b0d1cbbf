using System.Globalization;
using System.Text.Json.Nodes;
using MeshLab.Core.Clusters;

namespace MeshLab.Core.Experiments.Execution;

/// <summary>The CPU limit of the container that sends the load.</summary>
internal static class ClientLimit
{
    /// <summary>In cores; null when it has none, or the pod cannot be read any more.</summary>
    public static async Task<double?> ReadAsync(ClusterClient client, ExperimentTarget target, string pod, CancellationToken cancellationToken)
    {
        try
        {
            var live = await client.GetAsync(new("v1", "Pod", target.Namespace, pod), cancellationToken);
            var containers = (live?["spec"]?["containers"] as JsonArray ?? []).OfType<JsonObject>();
            var limit = containers.FirstOrDefault(one => target.Container is null || (string?)one["name"] == target.Container)?["resources"]?["limits"]?["cpu"];
            return limit is null ? null : Cores(limit.ToString());
        }
        catch (ClusterException)
        {
            // The limit only helps to tell who was slow; the rate that was reached tells that something was.
            return null;
        }
    }

    /// <summary>A Kubernetes quantity of CPU (<c>500m</c>, <c>2</c>, <c>1.5</c>) in cores; null when it is none.</summary>
    internal static double? Cores(string quantity)
    {
        var (digits, scale) = quantity switch
        {
            [.., 'm'] => (quantity[..^1], 1e-3),
            [.., 'u'] => (quantity[..^1], 1e-6),
            [.., 'n'] => (quantity[..^1], 1e-9),
            _ => (quantity, 1.0),
        };
        return double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number * scale : null;
    }
}

/// <summary>What the container that sent a load used, and may use.</summary>
/// <param name="CpuCores">What it used, in cores; null when unknown.</param>
/// <param name="LimitCores">Its limit; null when it has none.</param>
internal sealed record ClientUsage(double? CpuCores, double? LimitCores);
