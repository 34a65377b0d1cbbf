using System.Text.Json.Nodes;
using MeshLab.Core.Simulation.Store;

namespace MeshLab.Core.Simulation.Controllers;

/// <summary>Binds each claim to a volume made for it.</summary>
internal sealed class VolumeClaimController(ControllerContext context) : IController
{
    public string Name => "persistentvolume-controller";

    public IEnumerable<ObjectKey> Affected(ObjectKey key, JsonObject resource, bool deleted)
    {
        if (key is not { Group: "", Plural: "persistentvolumeclaims" })
        {
            return [];
        }

        return deleted && resource.Text("spec", "volumeName") is { } volume ? [key, new ObjectKey("", "persistentvolumes", "", volume)] : [key];
    }

    public TimeSpan? Reconcile(ObjectKey key)
    {
        if (key.Plural == "persistentvolumes")
        {
            // Its claim is gone; the volumes of the demo are always reclaimed.
            context.Delete(key);
            return null;
        }

        if (context.Store.Peek(key) is not { } claim || claim.IsTerminating() || claim.Text("status", "phase") == "Bound")
        {
            return null;
        }

        var volume = claim.Text("spec", "volumeName") ?? $"pvc-{claim.Uid()}";
        var modes = claim.At("spec", "accessModes") ?? new JsonArray("ReadWriteOnce");
        var capacity = new JsonObject { ["storage"] = claim.Text("spec", "resources", "requests", "storage") ?? "1Gi" };
        context.Ensure(new ObjectKey("", "persistentvolumes", "", volume), () => new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "PersistentVolume",
            ["metadata"] = new JsonObject { ["name"] = volume },
            ["spec"] = new JsonObject
            {
                ["accessModes"] = modes.DeepClone(),
                ["capacity"] = capacity.DeepClone(),
                ["claimRef"] = new JsonObject { ["kind"] = "PersistentVolumeClaim", ["namespace"] = key.Namespace, ["name"] = key.Name, ["uid"] = claim.Uid() },
                ["persistentVolumeReclaimPolicy"] = "Delete",
                ["storageClassName"] = claim.Text("spec", "storageClassName") ?? "standard",
            },
        });
        context.Change(new ObjectKey("", "persistentvolumes", "", volume), live => live.Map("status")["phase"] = "Bound");
        context.Change(key, live =>
        {
            live.Map("spec")["volumeName"] = volume;
            live.Map("spec")["storageClassName"] ??= "standard";
            var status = live.Map("status");
            status["phase"] = "Bound";
            status["accessModes"] = modes.DeepClone();
            status["capacity"] = capacity.DeepClone();
        });
        return null;
    }
}
