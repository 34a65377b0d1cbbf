using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using MeshLab.Core.Simulation.Store;

namespace MeshLab.Core.Simulation.Api;

/// <summary>
/// Installs chart profiles as Helm installs charts: the objects are applied by the field manager <c>helm</c>, and a Secret of type
/// <c>helm.sh/release.v1</c> records them, so that <c>helm list</c> and <c>helm uninstall</c> work on what a profile installed.
/// </summary>
internal sealed class ReleaseStore(DemoCluster cluster, IClusterBehaviour behaviour, ObjectWriter writer, ObjectDeleter deleter)
{
    private static readonly WriteOptions Helm = new("helm", DryRun: false, Force: true, Strict: false, Subresource: null);

    public JsonObject Install(ChartRequest request)
    {
        var objects = Rendered(request);
        EnsureNamespace(request.Namespace);
        var before = Current(request.Namespace, request.Release);
        foreach (var resource in objects.OrderBy(Order))
        {
            Apply(resource, request);
        }

        foreach (var dropped in before.Objects.Where(old => !objects.Any(one => Same(one, old))))
        {
            Delete(dropped);
        }

        Record(request, objects, before.Version + 1);
        return new JsonObject
        {
            ["release"] = request.Release,
            ["revision"] = before.Version + 1,
            ["simulated"] = true,
            ["objects"] = new JsonArray([.. objects.Select(Reference)]),
        };
    }

    /// <summary>The objects that an install would apply, with the marks that it would give them; changes nothing.</summary>
    public JsonObject Render(ChartRequest request) => new()
    {
        ["release"] = request.Release,
        ["simulated"] = true,
        ["items"] = new JsonArray([.. Rendered(request).OrderBy(Order).Select(resource =>
        {
            var marked = (JsonObject)resource.DeepClone();
            Mark(marked, request);
            if (cluster.Types.FindKind(marked["apiVersion"]!.GetValue<string>(), marked["kind"]!.GetValue<string>()) is { Namespaced: true })
            {
                marked["metadata"]!["namespace"] ??= request.Namespace;
            }

            return marked;
        })]),
    };

    public bool Uninstall(string @namespace, string release)
    {
        var current = Current(@namespace, release);
        if (current.Version == 0)
        {
            return false;
        }

        foreach (var resource in current.Objects.OrderByDescending(Order).Where(one => one["kind"]!.GetValue<string>() != "CustomResourceDefinition" || !KeepsDefinitions(one)))
        {
            Delete(resource);
        }

        foreach (var secret in Secrets(@namespace, release))
        {
            cluster.Store.Change(new ObjectKey("", "secrets", @namespace, secret["metadata"]!["name"]!.GetValue<string>()), _ => null);
        }

        return true;
    }

    private static bool KeepsDefinitions(JsonObject definition) => definition["metadata"]?["annotations"]?["helm.sh/resource-policy"]?.GetValue<string>() == "keep";

    private static int Order(JsonObject resource) => resource["kind"]!.GetValue<string>() switch
    {
        "CustomResourceDefinition" => 0,
        "Namespace" => 1,
        "ServiceAccount" or "ConfigMap" or "Secret" => 2,
        "Deployment" or "DaemonSet" or "StatefulSet" or "Job" => 4,
        _ => 3,
    };

    private static bool Same(JsonObject one, JsonObject other) => Reference(one).ToJsonString() == Reference(other).ToJsonString();

    private static JsonObject Reference(JsonObject resource) => new()
    {
        ["apiVersion"] = resource["apiVersion"]!.DeepClone(),
        ["kind"] = resource["kind"]!.DeepClone(),
        ["namespace"] = resource["metadata"]?["namespace"]?.DeepClone(),
        ["name"] = resource["metadata"]!["name"]!.DeepClone(),
    };

    private IReadOnlyList<JsonObject> Rendered(ChartRequest request)
    {
        try
        {
            return behaviour.RenderRelease(cluster, request);
        }
        catch (ChartProfileException error)
        {
            throw new StatusError(422, "Invalid", error.Message);
        }
    }

    /// <summary>Helm's own label and annotations.</summary>
    private static void Mark(JsonObject resource, ChartRequest request)
    {
        var metadata = (JsonObject)resource["metadata"]!;
        var labels = metadata["labels"] as JsonObject ?? [];
        labels["app.kubernetes.io/managed-by"] = "Helm";
        metadata["labels"] = labels.Parent is null ? labels : labels.DeepClone();
        var annotations = (JsonObject?)metadata["annotations"]?.DeepClone() ?? [];
        annotations["meta.helm.sh/release-name"] = request.Release;
        annotations["meta.helm.sh/release-namespace"] = request.Namespace;
        metadata["annotations"] = annotations;
    }

    private void EnsureNamespace(string @namespace)
    {
        if (cluster.Store.Get(new ObjectKey("", "namespaces", "", @namespace)) is null)
        {
            var type = cluster.Types.Find("", "v1", "namespaces")!;
            writer.Create(type, "", new JsonObject { ["metadata"] = new JsonObject { ["name"] = @namespace } }, Helm);
        }
    }

    private void Apply(JsonObject resource, ChartRequest request)
    {
        var type = cluster.Types.FindKind(resource["apiVersion"]!.GetValue<string>(), resource["kind"]!.GetValue<string>())
            ?? throw new StatusError(422, "Invalid", $"the profile of chart {request.Chart} needs {resource["kind"]} ({resource["apiVersion"]}), which the cluster does not serve; install its definitions first");
        var metadata = (JsonObject)resource["metadata"]!;
        var space = type.Namespaced ? metadata["namespace"]?.GetValue<string>() ?? request.Namespace : "";
        if (type.Namespaced)
        {
            metadata["namespace"] = space;
            EnsureNamespace(space);
        }

        Mark(resource, request);
        writer.Apply(type, space, metadata["name"]!.GetValue<string>(), (JsonObject)resource.DeepClone(), Helm);
    }

    private void Delete(JsonObject resource)
    {
        if (cluster.Types.FindKind(resource["apiVersion"]!.GetValue<string>(), resource["kind"]!.GetValue<string>()) is not { } type)
        {
            return;
        }

        try
        {
            deleter.Delete(type, resource["metadata"]?["namespace"]?.GetValue<string>() ?? "", resource["metadata"]!["name"]!.GetValue<string>(), null, null, dryRun: false);
        }
        catch (StatusError error) when (error.Code == 404)
        {
            // Already gone: that is what was asked for.
        }
    }

    private IEnumerable<JsonObject> Secrets(string @namespace, string release) => cluster.Store.List("", "secrets", @namespace)
        .Where(one => one["type"]?.GetValue<string>() == "helm.sh/release.v1" && one["metadata"]?["labels"]?["name"]?.GetValue<string>() == release);

    private (int Version, IReadOnlyList<JsonObject> Objects) Current(string @namespace, string release)
    {
        var newest = Secrets(@namespace, release).MaxBy(one => int.Parse(one["metadata"]!["labels"]!["version"]!.GetValue<string>()));
        if (newest is null)
        {
            return (0, []);
        }

        var packed = Convert.FromBase64String(Encoding.ASCII.GetString(Convert.FromBase64String(newest["data"]!["release"]!.GetValue<string>())));
        using var unzip = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
        var record = JsonNode.Parse(unzip)!;
        var objects = record["manifest"]!.GetValue<string>().Split("---\n", StringSplitOptions.RemoveEmptyEntries)
            .Where(text => text.StartsWith('{')).Select(text => JsonNode.Parse(text)!.AsObject()).ToList();
        return (record["version"]!.GetValue<int>(), objects);
    }

    /// <summary>The request's own labels over those of the revision before; Helm's own names cannot be set.</summary>
    private JsonObject LabelsOf(ChartRequest request, int version)
    {
        var before = Secrets(request.Namespace, request.Release).MaxBy(one => int.Parse(one["metadata"]!["labels"]!["version"]!.GetValue<string>()));
        var labels = before?["metadata"]?["labels"]?.DeepClone().AsObject() ?? [];
        foreach (var (name, value) in request.Labels)
        {
            labels[name] = value?.DeepClone();
        }

        labels["owner"] = "helm";
        labels["name"] = request.Release;
        labels["status"] = "deployed";
        labels["version"] = version.ToString();
        labels["modifiedAt"] = cluster.Clock.GetUtcNow().ToUnixTimeSeconds().ToString();
        return labels;
    }

    private void Record(ChartRequest request, IReadOnlyList<JsonObject> objects, int version)
    {
        var labels = LabelsOf(request, version);
        foreach (var old in Secrets(request.Namespace, request.Release).ToList())
        {
            cluster.Store.Change(new ObjectKey("", "secrets", request.Namespace, old["metadata"]!["name"]!.GetValue<string>()), before =>
            {
                before!["metadata"]!["labels"]!["status"] = "superseded";
                return before;
            });
        }

        var now = cluster.Clock.GetUtcNow().ToString("o");
        var record = new JsonObject
        {
            ["name"] = request.Release,
            ["namespace"] = request.Namespace,
            ["version"] = version,
            ["info"] = new JsonObject
            {
                ["first_deployed"] = now,
                ["last_deployed"] = now,
                ["deleted"] = "",
                ["description"] = version == 1 ? "Install complete (simulated)" : "Upgrade complete (simulated)",
                ["status"] = "deployed",
            },
            ["chart"] = new JsonObject
            {
                ["metadata"] = new JsonObject { ["name"] = request.Chart, ["version"] = request.Version ?? "0.0.0", ["apiVersion"] = "v2", ["appVersion"] = request.Version ?? "" },
                ["templates"] = new JsonArray(),
                ["values"] = new JsonObject(),
            },
            ["config"] = request.Values.DeepClone(),
            ["manifest"] = string.Concat(objects.Select(one => $"---\n{one.ToJsonString()}\n")),
        };
        using var zipped = new MemoryStream();
        using (var zip = new GZipStream(zipped, CompressionLevel.Fastest, leaveOpen: true))
        {
            zip.Write(Encoding.UTF8.GetBytes(record.ToJsonString()));
        }

        var type = cluster.Types.Find("", "v1", "secrets")!;
        writer.Create(type, request.Namespace, new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                ["name"] = $"sh.helm.release.v1.{request.Release}.v{version}",
                ["labels"] = labels,
            },
            ["type"] = "helm.sh/release.v1",
            ["data"] = new JsonObject { ["release"] = Convert.ToBase64String(Encoding.ASCII.GetBytes(Convert.ToBase64String(zipped.ToArray()))) },
        }, Helm);
    }
}
