using System.Text.Json.Nodes;
using MeshLab.Core.Clusters;

namespace MeshLab.Core.Exports.Plan;

/// <summary>
/// A scenario may apply an object several times (a backend is scaled to none and back). A GitOps engine knows one state only: an object is kept
/// where it is applied first, in the form it is applied in last.
/// </summary>
internal sealed class FinalObjects
{
    private readonly Dictionary<(string Role, ObjectRef Ref), JsonObject> _last = [];
    private readonly HashSet<(string Role, ObjectRef Ref)> _placed = [];

    public static ObjectRef RefOf(JsonObject resource)
    {
        var metadata = resource["metadata"]!;
        return new ObjectRef(resource["apiVersion"]!.GetValue<string>(), resource["kind"]!.GetValue<string>(), metadata["namespace"]?.GetValue<string>(), metadata["name"]!.GetValue<string>());
    }

    public void Seen(string role, JsonObject resource) => _last[(role, RefOf(resource))] = resource;

    /// <summary>Whether the role has an object already.</summary>
    public bool Holds(string role, ObjectRef reference) => _last.ContainsKey((role, reference));

    /// <summary>The final form, once for each object; null when an earlier step has it.</summary>
    public JsonObject? Place(string role, JsonObject resource)
    {
        var key = (role, RefOf(resource));
        return _placed.Add(key) ? _last[key] : null;
    }
}
