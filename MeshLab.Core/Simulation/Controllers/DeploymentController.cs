using System.Globalization;
using System.Text.Json.Nodes;
using MeshLab.Core.Simulation.Store;

namespace MeshLab.Core.Simulation.Controllers;

/// <summary>Keeps one replica set a template for each Deployment and moves its pods from the old ones to the new one.</summary>
internal sealed class DeploymentController(ControllerContext context) : IController
{
    public const string RevisionAnnotation = "deployment.kubernetes.io/revision";
    public const string HashLabel = "pod-template-hash";

    public string Name => "deployment-controller";

    public IEnumerable<ObjectKey> Affected(ObjectKey key, JsonObject resource, bool deleted) => (key.Group, key.Plural) switch
    {
        ("apps", "deployments") => [key],
        ("apps", "replicasets") => Ownership.ControllerKey(resource, "Deployment", "apps", "deployments"),
        _ => [],
    };

    public TimeSpan? Reconcile(ObjectKey key)
    {
        if (context.Store.Peek(key) is not { } deployment || deployment.IsTerminating())
        {
            return null;
        }

        var hash = PodTemplate.Hash(deployment.At("spec", "template"));
        var sets = Ownership.Claim(context, deployment, "apps", "replicasets");
        var newest = sets.FirstOrDefault(one => one.Label(HashLabel) == hash);
        var paused = deployment.Flag("spec", "paused");
        var created = false;
        if (newest is null && !paused)
        {
            newest = Create(deployment, sets, hash);
            created = newest is not null;
        }
        else if (newest is not null)
        {
            newest = Renumber(newest, sets);
        }

        var old = sets.Where(one => one.Uid() != newest?.Uid()).OrderBy(one => one.Text("metadata", "creationTimestamp"), StringComparer.Ordinal).ThenBy(Revision).ToList();
        if (newest is not null)
        {
            Note(key, newest);
            if (created && Replicas(newest) > 0)
            {
                Said(deployment, newest, 0, Replicas(newest));
            }

            if (!paused || old.All(one => Replicas(one) == 0))
            {
                Roll(deployment, newest, old);
            }

            if (!paused)
            {
                CleanUp(deployment, old);
            }
        }

        return DeploymentStatus.Write(context, key, newest?.Name(), created);
    }

    private static int Replicas(JsonObject set) => set.Integer("spec", "replicas") ?? 1;

    private static int Revision(JsonObject set) => int.TryParse(set.Annotation(RevisionAnnotation), CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static RolloutPlan.Part Part(JsonObject set) => new(set.Name(), Replicas(set), set.Integer("status", "availableReplicas") ?? 0);

    private static ObjectKey Key(JsonObject set) => new("apps", "replicasets", set.Namespace(), set.Name());

    private JsonObject Create(JsonObject deployment, List<JsonObject> sets, string hash)
    {
        var replicas = deployment.Integer("spec", "replicas") ?? 1;
        var recreate = deployment.Text("spec", "strategy", "type") == "Recreate";
        var old = sets.ConvertAll(Part);
        var first = recreate
            ? old.TrueForAll(one => one.Wanted == 0) && sets.TrueForAll(one => (one.Integer("status", "replicas") ?? 0) == 0) ? replicas : 0
            : RolloutPlan.NewReplicas(new RolloutPlan.Part("", 0, 0), old, replicas, RolloutPlan.Limits(deployment, replicas).Surge);
        var template = (JsonObject)(deployment.At("spec", "template")?.DeepClone() ?? new JsonObject());
        template.Map("metadata").Map("labels")[HashLabel] = hash;
        var selector = (JsonObject)(deployment.At("spec", "selector")?.DeepClone() ?? new JsonObject());
        selector.Map("matchLabels")[HashLabel] = hash;
        var annotations = (JsonObject)(deployment.At("metadata", "annotations")?.DeepClone() ?? new JsonObject());
        annotations.Remove("kubectl.kubernetes.io/last-applied-configuration");
        annotations[RevisionAnnotation] = (sets.Select(Revision).DefaultIfEmpty().Max() + 1).ToString(CultureInfo.InvariantCulture);
        annotations["deployment.kubernetes.io/desired-replicas"] = replicas.ToString(CultureInfo.InvariantCulture);
        annotations["deployment.kubernetes.io/max-replicas"] = (replicas + (recreate ? 0 : RolloutPlan.Limits(deployment, replicas).Surge)).ToString(CultureInfo.InvariantCulture);
        var spec = new JsonObject { ["replicas"] = first, ["selector"] = selector, ["template"] = template };
        if (deployment.Integer("spec", "minReadySeconds") is { } seconds)
        {
            spec["minReadySeconds"] = seconds;
        }

        return context.Create(new JsonObject
        {
            ["apiVersion"] = "apps/v1",
            ["kind"] = "ReplicaSet",
            ["metadata"] = new JsonObject
            {
                ["name"] = $"{deployment.Name()}-{hash}",
                ["namespace"] = deployment.Namespace(),
                ["labels"] = template["metadata"]!["labels"]!.DeepClone(),
                ["annotations"] = annotations,
                ["ownerReferences"] = new JsonArray(Ownership.Reference(deployment)),
            },
            ["spec"] = spec,
        });
    }

    /// <summary>A template that comes back (a rollback) gets the highest revision.</summary>
    private JsonObject Renumber(JsonObject newest, List<JsonObject> sets)
    {
        var highest = sets.Where(one => one.Uid() != newest.Uid()).Select(Revision).DefaultIfEmpty().Max();
        return Revision(newest) > highest
            ? newest
            : context.Change(Key(newest), live =>
            {
                var annotations = live.Map("metadata").Map("annotations");
                annotations["deployment.kubernetes.io/revision-history"] = string.Join(',', new[] { live.Annotation("deployment.kubernetes.io/revision-history"), live.Annotation(RevisionAnnotation) }.Where(one => one is { Length: > 0 }));
                annotations[RevisionAnnotation] = (highest + 1).ToString(CultureInfo.InvariantCulture);
            }) ?? newest;
    }

    private void Note(ObjectKey key, JsonObject newest) => context.Change(key, live =>
        live.Map("metadata").Map("annotations")[RevisionAnnotation] = newest.Annotation(RevisionAnnotation));

    private void Roll(JsonObject deployment, JsonObject newest, List<JsonObject> old)
    {
        var replicas = deployment.Integer("spec", "replicas") ?? 1;
        if (deployment.Text("spec", "strategy", "type") == "Recreate")
        {
            foreach (var one in old)
            {
                Resize(deployment, one, 0);
            }

            if (old.TrueForAll(one => (one.Integer("status", "replicas") ?? 0) == 0))
            {
                Resize(deployment, newest, replicas);
            }

            return;
        }

        var (surge, unavailable) = RolloutPlan.Limits(deployment, replicas);
        var parts = old.ConvertAll(Part);
        var wanted = RolloutPlan.NewReplicas(Part(newest), parts, replicas, surge);
        if (Resize(deployment, newest, wanted))
        {
            // The sets' status will tell when there is more to do.
            return;
        }

        foreach (var (name, size) in RolloutPlan.OldReplicas(Part(newest), parts, replicas, unavailable))
        {
            Resize(deployment, old.First(one => one.Name() == name), size);
        }
    }

    private bool Resize(JsonObject deployment, JsonObject set, int replicas)
    {
        var before = Replicas(set);
        if (before == replicas)
        {
            return false;
        }

        context.Scale(Key(set), replicas);
        Said(deployment, set, before, replicas);
        return true;
    }

    private void Said(JsonObject deployment, JsonObject set, int before, int replicas) =>
        context.Events.Normal(deployment, "ScalingReplicaSet", $"Scaled {(replicas > before ? "up" : "down")} replica set {set.Name()} from {before} to {replicas}", Name);

    private void CleanUp(JsonObject deployment, List<JsonObject> old)
    {
        var limit = deployment.Integer("spec", "revisionHistoryLimit") ?? 10;
        var empty = old.Where(one => Replicas(one) == 0 && (one.Integer("status", "replicas") ?? 0) == 0).OrderByDescending(Revision).Skip(limit).ToList();
        foreach (var one in empty)
        {
            context.Delete(Key(one));
        }
    }
}
