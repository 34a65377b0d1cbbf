using System.Globalization;
using System.Text.Json.Nodes;
using MeshLab.Core.Simulation.Pods;
using MeshLab.Core.Simulation.Store;

namespace MeshLab.Core.Simulation.Controllers;

/// <summary>Keeps the numbered pods of each StatefulSet, one after the other, and updates them from the highest number down.</summary>
internal sealed class StatefulSetController(ControllerContext context) : IController
{
    private const string RevisionLabel = "controller-revision-hash";

    public string Name => "statefulset-controller";

    public IEnumerable<ObjectKey> Affected(ObjectKey key, JsonObject resource, bool deleted) => (key.Group, key.Plural) switch
    {
        ("apps", "statefulsets") => [key],
        ("", "pods") => Ownership.ControllerKey(resource, "StatefulSet", "apps", "statefulsets"),
        _ => [],
    };

    public TimeSpan? Reconcile(ObjectKey key)
    {
        if (context.Store.Peek(key) is not { } set || set.IsTerminating())
        {
            return null;
        }

        var revision = $"{set.Name()}-{PodTemplate.Hash(set.At("spec", "template"))}";
        var wanted = Math.Max(0, set.Integer("spec", "replicas") ?? 1);
        var pods = Ownership.Claim(context, set, "", "pods").Where(one => !one.IsTerminating()).ToDictionary(Number);
        Grow(set, pods, wanted, revision);
        Shrink(set, pods, wanted);
        Update(set, pods, wanted, revision);
        WriteStatus(key, revision);
        return null;
    }

    private static int Number(JsonObject pod) =>
        int.TryParse(pod.Name()[(pod.Name().LastIndexOf('-') + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : int.MaxValue;

    private static bool InParallel(JsonObject set) => set.Text("spec", "podManagementPolicy") == "Parallel";

    private void Grow(JsonObject set, Dictionary<int, JsonObject> pods, int wanted, string revision)
    {
        for (var number = 0; number < wanted; number++)
        {
            if (!pods.TryGetValue(number, out var pod))
            {
                pod = Create(set, number, revision);
                pods[number] = pod;
            }

            if (!InParallel(set) && !PodReadiness.IsReady(pod))
            {
                return;
            }
        }
    }

    private JsonObject Create(JsonObject set, int number, string revision)
    {
        var name = $"{set.Name()}-{number}";
        var pod = PodTemplate.Pod(set, name, labels:
        [
            new(RevisionLabel, revision),
            new("statefulset.kubernetes.io/pod-name", name),
            new("apps.kubernetes.io/pod-index", number.ToString(CultureInfo.InvariantCulture)),
        ]);
        var spec = pod.Map("spec");
        spec["hostname"] = name;
        if (set.Text("spec", "serviceName") is { Length: > 0 } service)
        {
            spec["subdomain"] = service;
        }

        foreach (var template in set.Items("spec", "volumeClaimTemplates"))
        {
            var claim = $"{template.Name()}-{name}";
            var goesAlong = set.Text("spec", "persistentVolumeClaimRetentionPolicy", "whenDeleted") == "Delete";
            context.Ensure(new ObjectKey("", "persistentvolumeclaims", set.Namespace(), claim), () => new JsonObject
            {
                ["apiVersion"] = "v1",
                ["kind"] = "PersistentVolumeClaim",
                ["metadata"] = new JsonObject { ["name"] = claim, ["namespace"] = set.Namespace(), ["labels"] = set.At("spec", "selector", "matchLabels")?.DeepClone(), ["ownerReferences"] = goesAlong ? new JsonArray(Ownership.Reference(set)) : [] },
                ["spec"] = template["spec"]?.DeepClone(),
            });
            spec.List("volumes").Add(new JsonObject { ["name"] = template.Name(), ["persistentVolumeClaim"] = new JsonObject { ["claimName"] = claim } });
        }

        var created = context.Create(pod);
        context.Events.Normal(set, "SuccessfulCreate", $"create Pod {name} in StatefulSet {set.Name()} successful", Name);
        return created;
    }

    private void Shrink(JsonObject set, Dictionary<int, JsonObject> pods, int wanted)
    {
        foreach (var number in pods.Keys.Where(one => one >= wanted).OrderDescending().ToList())
        {
            Remove(set, pods, number);
        }
    }

    private void Update(JsonObject set, Dictionary<int, JsonObject> pods, int wanted, string revision)
    {
        if (set.Text("spec", "updateStrategy", "type") == "OnDelete" || pods.Count < wanted || pods.Values.Any(one => !PodReadiness.IsReady(one) && one.Label(RevisionLabel) == revision))
        {
            return;
        }

        var partition = set.Integer("spec", "updateStrategy", "rollingUpdate", "partition") ?? 0;
        foreach (var number in pods.Keys.Where(one => one >= partition && pods[one].Label(RevisionLabel) != revision).OrderDescending().Take(1).ToList())
        {
            Remove(set, pods, number);
        }
    }

    private void Remove(JsonObject set, Dictionary<int, JsonObject> pods, int number)
    {
        context.Delete(new ObjectKey("", "pods", set.Namespace(), pods[number].Name()));
        context.Events.Normal(set, "SuccessfulDelete", $"delete Pod {pods[number].Name()} in StatefulSet {set.Name()} successful", Name);
        pods.Remove(number);
    }

    private void WriteStatus(ObjectKey key, string revision) => context.Change(key, live =>
    {
        var pods = context.Store.List("", "pods", key.Namespace).Where(one => Ownership.ControllerOf(one).Text("uid") == live.Uid() && PodReadiness.IsActive(one)).ToList();
        var wanted = live.Integer("spec", "replicas") ?? 1;
        var updated = pods.Count(one => one.Label(RevisionLabel) == revision);
        var status = live.Map("status");
        status["observedGeneration"] = live.Integer("metadata", "generation") ?? 1;
        status["replicas"] = pods.Count;
        status["readyReplicas"] = pods.Count(PodReadiness.IsReady);
        status["availableReplicas"] = pods.Count(PodReadiness.IsReady);
        status["updatedReplicas"] = updated;
        status["updateRevision"] = revision;
        if (status.Text("currentRevision") is null || (updated == pods.Count && pods.Count == wanted && pods.TrueForAll(PodReadiness.IsReady)))
        {
            status["currentRevision"] = revision;
        }

        status["currentReplicas"] = pods.Count(one => one.Label(RevisionLabel) == status.Text("currentRevision"));
        status["collisionCount"] = 0;
    });
}
