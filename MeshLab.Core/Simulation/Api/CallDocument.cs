using System.Text.Json.Nodes;

namespace MeshLab.Core.Simulation.Api;

/// <summary>The answer to <c>/meshlab/calls</c>, which no Kubernetes has: who called whom within the last minute on a demo cluster.</summary>
internal static class CallDocument
{
    public static JsonObject Of(DemoCluster cluster) => new()
    {
        ["windowSeconds"] = CallLedger.Window.TotalSeconds,
        ["calls"] = new JsonArray([.. cluster.Calls.Recent(cluster.Clock.GetUtcNow()).Select(Call)]),
    };

    private static JsonNode Call(CallCount one) => new JsonObject
    {
        ["fromCluster"] = one.Path.FromCluster,
        ["fromNamespace"] = one.Path.FromNamespace,
        ["from"] = one.Path.From,
        ["toNamespace"] = one.Path.ToNamespace,
        ["to"] = one.Path.To,
        ["mutualTls"] = one.Path.MutualTls,
        ["requests"] = one.Requests,
        ["errors"] = one.Errors,
    };
}
