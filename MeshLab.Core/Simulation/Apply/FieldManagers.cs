using System.Text.Json.Nodes;

namespace MeshLab.Core.Simulation.Apply;

/// <summary>Reads and writes <c>metadata.managedFields</c>.</summary>
internal sealed class FieldManagers
{
    private readonly List<Manager> _managers = [];

    public IReadOnlyList<Manager> All => _managers;

    public static FieldManagers Of(JsonObject resource)
    {
        var managers = new FieldManagers();
        foreach (var entry in (resource["metadata"]?["managedFields"] as JsonArray ?? []).OfType<JsonObject>())
        {
            managers._managers.Add(new Manager(
                entry["manager"]?.GetValue<string>() ?? "unknown",
                entry["operation"]?.GetValue<string>() ?? "Update",
                entry["subresource"]?.GetValue<string>() ?? "",
                entry["time"]?.GetValue<string>() ?? "",
                FieldSet.Parse(entry["fieldsV1"] as JsonObject)));
        }

        return managers;
    }

    public Manager GetOrAdd(string name, string operation, string subresource, string now)
    {
        var found = _managers.Find(one => one.Name == name && one.Operation == operation && one.Subresource == subresource);
        if (found is null)
        {
            _managers.Add(found = new Manager(name, operation, subresource, now, FieldSet.Empty));
        }

        return found;
    }

    public void WriteTo(JsonObject resource)
    {
        var entries = new JsonArray();
        foreach (var manager in _managers.Where(one => one.Fields.Paths.Count > 0))
        {
            var entry = new JsonObject
            {
                ["manager"] = manager.Name,
                ["operation"] = manager.Operation,
                ["apiVersion"] = resource["apiVersion"]?.DeepClone(),
                ["time"] = manager.Time,
                ["fieldsType"] = "FieldsV1",
                ["fieldsV1"] = manager.Fields.ToFieldsV1(),
            };
            if (manager.Subresource.Length > 0)
            {
                entry["subresource"] = manager.Subresource;
            }

            entries.Add(entry);
        }

        ((JsonObject)resource["metadata"]!)["managedFields"] = entries;
    }

    internal sealed class Manager(string name, string operation, string subresource, string time, FieldSet fields)
    {
        public string Name { get; } = name;

        public string Operation { get; } = operation;

        public string Subresource { get; } = subresource;

        public string Time { get; set; } = time;

        public FieldSet Fields { get; set; } = fields;
    }
}
