using System.Text.Json.Nodes;
using MeshLab.Core.Simulation.Store;

namespace MeshLab.Core.Simulation.Controllers;

/// <summary>Who controls what, by owner references.</summary>
internal static class Ownership
{
    /// <summary>The reference that a controlled object carries.</summary>
    public static JsonObject Reference(JsonObject owner) => new()
    {
        ["apiVersion"] = owner["apiVersion"]!.DeepClone(),
        ["kind"] = owner["kind"]!.DeepClone(),
        ["name"] = owner.Name(),
        ["uid"] = owner.Uid(),
        ["controller"] = true,
        ["blockOwnerDeletion"] = true,
    };

    /// <summary>The reference to the object's controller, or null.</summary>
    public static JsonObject? ControllerOf(JsonObject resource) => resource.Items("metadata", "ownerReferences").FirstOrDefault(one => one.Flag("controller"));

    /// <summary>The key of the object's controller when it is of a kind.</summary>
    public static IEnumerable<ObjectKey> ControllerKey(JsonObject resource, string kind, string group, string plural) =>
        ControllerOf(resource) is { } owner && owner.Text("kind") == kind && owner.Text("name") is { } name
            ? [new ObjectKey(group, plural, resource.Namespace(), name)]
            : [];

    /// <summary>The objects that <paramref name="owner"/> controls; those that match its selector and have no controller are adopted.</summary>
    public static List<JsonObject> Claim(ControllerContext context, JsonObject owner, string group, string plural)
    {
        var uid = owner.Uid();
        var owned = new List<JsonObject>();
        foreach (var one in context.Store.List(group, plural, owner.Namespace()))
        {
            var controller = ControllerOf(one);
            if (controller is not null)
            {
                if (controller.Text("uid") == uid)
                {
                    owned.Add(one);
                }
            }
            else if (!one.IsTerminating() && !owner.IsTerminating() && LabelSelector.Matches(owner.At("spec", "selector"), one.At("metadata", "labels") as JsonObject)
                && context.Change(new ObjectKey(group, plural, one.Namespace(), one.Name()), live => live.Map("metadata").List("ownerReferences").Add(Reference(owner))) is { } adopted)
            {
                owned.Add(adopted);
            }
        }

        return owned;
    }
}
