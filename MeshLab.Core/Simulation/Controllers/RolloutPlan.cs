using System.Text.Json.Nodes;

namespace MeshLab.Core.Simulation.Controllers;

/// <summary>The arithmetic of a rolling update, as the real deployment controller does it.</summary>
internal static class RolloutPlan
{
    /// <summary>One replica set of a rollout.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Wanted">Its <c>spec.replicas</c>.</param>
    /// <param name="Available">Its available pods.</param>
    public sealed record Part(string Name, int Wanted, int Available);

    /// <summary>maxSurge and maxUnavailable in pods: percentages of the replicas, rounded up and down.</summary>
    public static (int Surge, int Unavailable) Limits(JsonObject deployment, int replicas)
    {
        var rolling = deployment.At("spec", "strategy", "rollingUpdate");
        var surge = Amount(rolling.At("maxSurge"), replicas, roundUp: true);
        var unavailable = Amount(rolling.At("maxUnavailable"), replicas, roundUp: false);
        return surge == 0 && unavailable == 0 ? (0, 1) : (surge, Math.Min(unavailable, Math.Max(replicas, 0)));
    }

    /// <summary>How many replicas the newest set should have now.</summary>
    public static int NewReplicas(Part newest, IReadOnlyList<Part> old, int replicas, int surge)
    {
        if (newest.Wanted >= replicas)
        {
            return replicas;
        }

        var total = newest.Wanted + old.Sum(one => one.Wanted);
        var room = Math.Max(0, replicas + surge - total);
        return newest.Wanted + Math.Min(room, replicas - newest.Wanted);
    }

    /// <summary>The sizes that old sets should be cut down to now: first pods that are not available, then available ones as far as the limit allows.</summary>
    public static IReadOnlyDictionary<string, int> OldReplicas(Part newest, IReadOnlyList<Part> old, int replicas, int unavailable)
    {
        var target = old.ToDictionary(one => one.Name, one => one.Wanted, StringComparer.Ordinal);
        var total = newest.Wanted + old.Sum(one => one.Wanted);
        var least = replicas - unavailable;
        var newestUnavailable = newest.Wanted - newest.Available;
        var room = total - least - newestUnavailable;
        if (room <= 0)
        {
            return target;
        }

        foreach (var one in old)
        {
            var cut = Math.Min(room, Math.Max(0, one.Wanted - one.Available));
            target[one.Name] -= cut;
            room -= cut;
        }

        var spare = newest.Available + old.Sum(one => Math.Min(one.Available, target[one.Name])) - least;
        foreach (var one in old)
        {
            var cut = Math.Min(Math.Max(0, spare), target[one.Name]);
            target[one.Name] -= cut;
            spare -= cut;
        }

        return target;
    }

    private static int Amount(JsonNode? value, int replicas, bool roundUp)
    {
        if (value.Integer() is { } number)
        {
            return Math.Max(0, number);
        }

        if (value.Text() is { } text && int.TryParse(text.TrimEnd('%'), out var percent))
        {
            return text.EndsWith('%') ? (int)(roundUp ? Math.Ceiling(replicas * percent / 100.0) : Math.Floor(replicas * percent / 100.0)) : Math.Max(0, percent);
        }

        return 0;
    }
}
