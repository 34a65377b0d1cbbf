using System.Text.Json.Nodes;
using MeshLab.Core.Simulation.Controllers;
using MeshLab.Core.Simulation.Store;

namespace MeshLab.Core.Simulation.Traffic.MultiCluster;

/// <summary>
/// What Submariner's Lighthouse does: a Service that one cluster exports appears as a ServiceImport in every cluster that joined, and goes when
/// nobody exports it any more.
/// </summary>
internal sealed class ServiceImportController(ControllerContext context) : IController
{
    private const string Group = "multicluster.x-k8s.io";
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(5);

    public string Name => "lighthouse-agent";

    public IEnumerable<ObjectKey> Affected(ObjectKey key, JsonObject resource, bool deleted) => key switch
    {
        { Group: Group, Plural: "serviceexports" } => [key],
        { Group: "submariner.io", Plural: "submariners" } => context.Store.List(Group, "serviceexports").Select(one => new ObjectKey(Group, "serviceexports", one.Namespace(), one.Name())),
        _ => [],
    };

    public TimeSpan? Reconcile(ObjectKey key)
    {
        var export = context.Store.Peek(key);
        var exporters = Clusterset.Exporters(context.Cluster, key.Namespace, key.Name).ToList();
        foreach (var member in context.Cluster.Network.Values.Where(Clusterset.HasJoined))
        {
            Import(member, key, exporters);
        }

        if (export is null)
        {
            return null;
        }

        var hasService = context.Store.Peek(new ObjectKey("", "services", key.Namespace, key.Name)) is not null;
        var conditions = new JsonArray(
            Condition("Valid", hasService, hasService ? "" : "ServiceUnavailable"),
            Condition("Ready", hasService && Clusterset.HasJoined(context.Cluster), hasService ? "" : "NoServiceImport"));
        if (!IsSame(export.At("status", "conditions"), conditions))
        {
            context.Change(key, live => live.Map("status")["conditions"] = conditions);
        }

        // Other clusters join and leave without a word to this one.
        return LookAgain;
    }

    private static void Import(DemoCluster member, ObjectKey export, List<DemoCluster> exporters)
    {
        var key = new ObjectKey(Group, "serviceimports", export.Namespace, export.Name);

        // Read before the change: a store that asks another one while it is locked waits for ever when that one does the same.
        var ports = new JsonArray([.. exporters.Select(one => one.Store.Peek(new ObjectKey("", "services", export.Namespace, export.Name))).OfType<JsonObject>().SelectMany(one => one.Items("spec", "ports"))
            .DistinctBy(one => one.Integer("port")).Select(one => new JsonObject { ["name"] = one.Text("name"), ["port"] = one.Integer("port"), ["protocol"] = one.Text("protocol") ?? "TCP" })]);
        var clusters = new JsonArray([.. exporters.Select(one => new JsonObject { ["cluster"] = IdOf(one) })]);
        member.Store.Change(key, before =>
        {
            if (exporters.Count == 0 || member.Store.Peek(new ObjectKey("", "namespaces", "", export.Namespace))?.IsTerminating() != false)
            {
                return null;
            }

            var import = before ?? new JsonObject
            {
                ["apiVersion"] = Group + "/v1alpha1",
                ["kind"] = "ServiceImport",
                ["metadata"] = new JsonObject { ["name"] = export.Name, ["namespace"] = export.Namespace, ["uid"] = Guid.NewGuid().ToString(), ["creationTimestamp"] = member.Timestamp, ["generation"] = 1 },
            };
            import["spec"] = new JsonObject { ["type"] = "ClusterSetIP", ["ports"] = ports };
            import["status"] = new JsonObject { ["clusters"] = clusters };
            return import;
        });
    }

    private static string IdOf(DemoCluster cluster) => cluster.Store.List("submariner.io", "submariners").Select(one => one.Text("spec", "clusterID")).FirstOrDefault(one => one is not null) ?? cluster.Name;

    private JsonObject Condition(string type, bool holds, string reason) => new()
    {
        ["type"] = type,
        ["status"] = holds ? "True" : "False",
        ["reason"] = reason,
        ["message"] = "",
        ["lastTransitionTime"] = context.Cluster.Timestamp,
    };

    private static bool IsSame(JsonNode? before, JsonArray after) =>
        before is JsonArray list && list.Select(one => (one.Text("type"), one.Text("status"))).SequenceEqual(after.Select(one => (one.Text("type"), one.Text("status"))));
}
