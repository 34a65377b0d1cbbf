using System.Text.Json.Nodes;

namespace MeshLab.Core.Simulation.Traffic.Istio;

/// <summary>Headers that a route sets, adds or removes.</summary>
internal static class HeaderChanges
{
    public static Func<HttpCall, HttpCall>? Request(JsonNode? headers)
    {
        var changes = headers.At("request");
        return changes is null ? null : call => Apply(call, changes);
    }

    public static IReadOnlyDictionary<string, string>? Reply(JsonNode? headers)
    {
        var set = headers.Pairs("response", "set").Concat(headers.Pairs("response", "add")).ToList();
        return set.Count == 0 ? null : set.DistinctBy(one => one.Key).ToDictionary(one => one.Key, one => one.Value, StringComparer.OrdinalIgnoreCase);
    }

    public static Func<HttpCall, HttpCall>? Then(Func<HttpCall, HttpCall>? first, Func<HttpCall, HttpCall>? second) =>
        first is null ? second : second is null ? first : call => second(first(call));

    private static HttpCall Apply(HttpCall call, JsonNode changes)
    {
        foreach (var (name, value) in changes.Pairs("set").Concat(changes.Pairs("add")))
        {
            call = call.WithHeader(name, value);
        }

        return changes.Texts("remove").Aggregate(call, (changed, name) => changed.WithHeader(name, null));
    }
}
