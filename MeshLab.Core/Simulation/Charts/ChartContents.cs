using System.Text.Json.Nodes;

namespace MeshLab.Core.Simulation.Charts;

/// <summary>Collects the objects that a chart would create; what the profiles are written with.</summary>
internal sealed class ChartContents(DemoCluster cluster, ChartRequest request)
{
    private static readonly (string Groups, string Resources, string Verbs)[] ReadOnly = [("", "pods,services,namespaces,configmaps,nodes,endpoints", "get,list,watch")];

    private readonly List<JsonObject> _objects = [];

    public IReadOnlyList<JsonObject> Objects => _objects;

    public ChartValues Values { get; } = new(request.Values);

    /// <summary>Whether the cluster serves a kind, for charts that create an object only where its definition is there.</summary>
    public bool Serves(string apiVersion, string kind) => cluster.Types.FindKind(apiVersion, kind) is not null;

    public string Release => request.Release;

    public string Namespace => request.Namespace;

    public string Chart => request.Chart;

    /// <summary>The chart's version, or <paramref name="newest"/> when none was asked for.</summary>
    public string Version(string newest) => request.Version ?? newest;

    public static JsonObject Map(IEnumerable<KeyValuePair<string, string>> pairs) =>
        new(pairs.DistinctBy(one => one.Key).Select(one => KeyValuePair.Create(one.Key, (JsonNode?)JsonValue.Create(one.Value))));

    public static JsonObject Map(params (string Key, string Value)[] pairs) => Map(pairs.Select(one => KeyValuePair.Create(one.Key, one.Value)));

    public static IReadOnlyDictionary<string, string> Labels(params (string Key, string Value)[] pairs) => pairs.ToDictionary(one => one.Key, one => one.Value);

    /// <summary>Requests and limits as the values at <paramref name="path"/> say, or those of the chart's defaults.</summary>
    public JsonObject? Resources(string path, string? cpu = null, string? memory = null, string? cpuLimit = null, string? memoryLimit = null) =>
        Values.Map(path) is { Count: > 0 } given ? (JsonObject)given.DeepClone() : Resources(cpu, memory, cpuLimit, memoryLimit);

    public static JsonObject? Resources(string? cpu, string? memory, string? cpuLimit = null, string? memoryLimit = null)
    {
        var resources = new JsonObject();
        foreach (var (kind, one, other) in new[] { ("requests", cpu, memory), ("limits", cpuLimit, memoryLimit) })
        {
            var amounts = new JsonObject();
            if (one is not null)
            {
                amounts["cpu"] = one;
            }

            if (other is not null)
            {
                amounts["memory"] = other;
            }

            if (amounts.Count > 0)
            {
                resources[kind] = amounts;
            }
        }

        return resources.Count > 0 ? resources : null;
    }

    public void Add(JsonObject resource) => _objects.Add(resource);

    public void Add(ChartWorkload workload) => Add(workload.ToJson(Namespace));

    public void Add(IEnumerable<JsonObject> resources) => _objects.AddRange(resources);

    /// <summary>An object with a name and more; namespaced unless <paramref name="namespace"/> is empty.</summary>
    public void Add(string apiVersion, string kind, string name, JsonObject? content = null, string? @namespace = null)
    {
        var metadata = new JsonObject { ["name"] = name };
        if ((@namespace ?? Namespace) is { Length: > 0 } space)
        {
            metadata["namespace"] = space;
        }

        var resource = new JsonObject { ["apiVersion"] = apiVersion, ["kind"] = kind, ["metadata"] = metadata };
        foreach (var (key, value) in content ?? [])
        {
            resource[key] = value?.DeepClone();
        }

        Add(resource);
    }

    public void ServiceAccount(string name, string? @namespace = null) => Add("v1", "ServiceAccount", name, null, @namespace);

    public void ConfigMap(string name, JsonObject data, string? @namespace = null) => Add("v1", "ConfigMap", name, new JsonObject { ["data"] = data }, @namespace);

    public void Secret(string name, JsonObject texts, string type = "Opaque", string? @namespace = null) =>
        Add("v1", "Secret", name, new JsonObject { ["type"] = type, ["stringData"] = texts }, @namespace);

    public void CreateNamespace(string name) => Add("v1", "Namespace", name, null, "");

    /// <summary>A service account with the cluster-wide rights its component has.</summary>
    public void Identity(string account, string role, string? @namespace = null, params (string Groups, string Resources, string Verbs)[] rules)
    {
        ServiceAccount(account, @namespace);
        Add("rbac.authorization.k8s.io/v1", "ClusterRole", role, new JsonObject
        {
            ["rules"] = new JsonArray([.. (rules.Length > 0 ? rules : ReadOnly).Select(rule => new JsonObject
            {
                ["apiGroups"] = Words(rule.Groups),
                ["resources"] = Words(rule.Resources),
                ["verbs"] = Words(rule.Verbs),
            })]),
        }, "");
        Add("rbac.authorization.k8s.io/v1", "ClusterRoleBinding", role, new JsonObject
        {
            ["roleRef"] = new JsonObject { ["apiGroup"] = "rbac.authorization.k8s.io", ["kind"] = "ClusterRole", ["name"] = role },
            ["subjects"] = new JsonArray(new JsonObject { ["kind"] = "ServiceAccount", ["name"] = account, ["namespace"] = @namespace ?? Namespace }),
        }, "");
    }

    public void Service(string name, IReadOnlyDictionary<string, string> selector, string? @namespace, string type, params (string Name, int Port, int Target)[] ports)
    {
        var spec = new JsonObject
        {
            ["selector"] = Map(selector),
            ["ports"] = new JsonArray([.. ports.Select(port => new JsonObject { ["name"] = port.Name, ["port"] = port.Port, ["targetPort"] = port.Target, ["protocol"] = "TCP" })]),
        };
        if (type == "Headless")
        {
            spec["clusterIP"] = "None";
        }
        else
        {
            spec["type"] = type;
        }

        Add("v1", "Service", name, new JsonObject { ["spec"] = spec }, @namespace);
    }

    public void Service(string name, IReadOnlyDictionary<string, string> selector, params (string Name, int Port, int Target)[] ports) =>
        Service(name, selector, null, "ClusterIP", ports);

    /// <summary>A webhook configuration that calls a Service; the demo cluster does what the webhook would do by itself.</summary>
    public void Webhook(bool mutating, string name, string hook, string service, string path, string groups, string versions, string resources, JsonObject? namespaceSelector = null) =>
        Add("admissionregistration.k8s.io/v1", mutating ? "MutatingWebhookConfiguration" : "ValidatingWebhookConfiguration", name, new JsonObject
        {
            ["webhooks"] = new JsonArray(new JsonObject
            {
                ["name"] = hook,
                ["admissionReviewVersions"] = Words("v1"),
                ["sideEffects"] = "None",
                ["failurePolicy"] = mutating ? "Fail" : "Ignore",
                ["clientConfig"] = new JsonObject { ["service"] = new JsonObject { ["name"] = service, ["namespace"] = Namespace, ["path"] = path, ["port"] = 443 } },
                ["rules"] = new JsonArray(new JsonObject
                {
                    ["apiGroups"] = Words(groups),
                    ["apiVersions"] = Words(versions),
                    ["operations"] = mutating ? Words("CREATE") : Words("CREATE,UPDATE"),
                    ["resources"] = Words(resources),
                    ["scope"] = "*",
                }),
                ["namespaceSelector"] = namespaceSelector ?? [],
            }),
        }, "");

    public static JsonArray Words(string list) => new([.. list.Split(',').Select(one => JsonValue.Create(one))]);
}
