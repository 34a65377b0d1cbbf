using System.Text.Json.Nodes;
using MeshLab.Core.Simulation.Api;
using MeshLab.Core.Simulation.Charts;
using MeshLab.Core.Simulation.Controllers;

namespace MeshLab.Core.Simulation.GitOps.Argo;

/// <summary>What the sources of an Application render to: charts by their profiles, folders of repositories by stand-ins.</summary>
internal static class ApplicationSources
{
    public static IReadOnlyList<JsonObject> Of(JsonObject application) =>
        application.At("spec", "sources") is JsonArray { Count: > 0 } sources ? [.. sources.OfType<JsonObject>()]
        : application.At("spec", "source") is JsonObject source ? [source] : [];

    /// <summary>The objects, each with the namespace it goes to and the mark that it is this Application's.</summary>
    /// <exception cref="ChartProfileException">A source has no stand-in on a demo cluster.</exception>
    public static IReadOnlyList<JsonObject> Render(ControllerContext destination, JsonObject application)
    {
        var objects = new List<JsonObject>();
        foreach (var source in Of(application))
        {
            foreach (var one in Render(destination, application, source))
            {
                objects.Add(Placed(destination, application, (JsonObject)one.DeepClone()));
            }
        }

        return objects;
    }

    private static IReadOnlyList<JsonObject> Render(ControllerContext destination, JsonObject application, JsonObject source)
    {
        var space = application.Text("spec", "destination", "namespace") ?? "default";
        if (source.Text("chart") is { Length: > 0 } chart)
        {
            var release = source.Text("helm", "releaseName") ?? application.Name();
            return destination.Render(new ChartRequest(release, space, chart, source.Text("repoURL"), source.Text("targetRevision"), Values(source["helm"])));
        }

        // A source that only lends its files to another one renders nothing by itself.
        return source.Text("ref") is { Length: > 0 } && source.Text("path") is null
            ? []
            : KnownRepositories.Find(destination.Cluster, source.Text("repoURL"), source.Text("path"))
                ?? throw new ChartProfileException(KnownRepositories.Unknown(source.Text("repoURL"), source.Text("path")));
    }

    /// <summary>Values as Argo CD merges them: the text, the object over it, single parameters over both.</summary>
    private static JsonObject Values(JsonNode? helm)
    {
        var values = helm.At("valuesObject") is JsonObject given
            ? (JsonObject)given.DeepClone()
            : helm.Text("values") is { Length: > 0 } text && YamlBody.Parse(text) is JsonObject read ? read : [];
        foreach (var parameter in helm.Items("parameters"))
        {
            var path = (parameter.Text("name") ?? "").Split('.');
            var holder = path[..^1].Aggregate(values, (map, part) => map.Map(part));
            holder[path[^1]] = parameter["value"]?.DeepClone();
        }

        return values;
    }

    private static JsonObject Placed(ControllerContext destination, JsonObject application, JsonObject resource)
    {
        var type = destination.Cluster.Types.FindKind(resource.Text("apiVersion") ?? "", resource.Text("kind") ?? "");
        var metadata = resource.Map("metadata");
        if (type is { Namespaced: false })
        {
            metadata.Remove("namespace");
        }
        else if (resource.Namespace().Length == 0)
        {
            metadata["namespace"] = application.Text("spec", "destination", "namespace") ?? "default";
        }

        metadata.Map("annotations")["argocd.argoproj.io/tracking-id"] =
            $"{application.Name()}:{type?.Group}/{resource.Text("kind")}:{resource.Namespace()}/{resource.Name()}";
        return resource;
    }
}
