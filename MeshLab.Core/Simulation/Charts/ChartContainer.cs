using System.Text.Json.Nodes;

namespace MeshLab.Core.Simulation.Charts;

/// <summary>A container of a profile's workload.</summary>
/// <param name="Name">Its name, as the real chart names it.</param>
/// <param name="Image">Image and tag.</param>
/// <param name="Resources">Requests and limits, or null for none.</param>
/// <param name="Ports">Named ports.</param>
internal sealed record ChartContainer(string Name, string Image, JsonObject? Resources = null, params (string Name, int Port)[] Ports)
{
    /// <summary>Whether it is a native sidecar: an init container that stays.</summary>
    public bool Stays { get; init; }

    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    public string[] Args { get; init; } = [];

    public JsonObject ToJson()
    {
        var container = new JsonObject { ["name"] = Name, ["image"] = Image };
        if (Args.Length > 0)
        {
            container["args"] = new JsonArray([.. Args.Select(one => JsonValue.Create(one))]);
        }

        if (Stays)
        {
            container["restartPolicy"] = "Always";
        }

        if (Ports.Length > 0)
        {
            container["ports"] = new JsonArray([.. Ports.Select(port => new JsonObject { ["name"] = port.Name, ["containerPort"] = port.Port, ["protocol"] = "TCP" })]);
        }

        if (Environment.Count > 0)
        {
            container["env"] = new JsonArray([.. Environment.Select(one => new JsonObject { ["name"] = one.Key, ["value"] = one.Value })]);
        }

        if (Resources is not null)
        {
            container["resources"] = Resources.DeepClone();
        }

        return container;
    }
}
