using System.Text.Json.Nodes;
using MeshLab.Core.Simulation.Store;
using Microsoft.AspNetCore.Http;

namespace MeshLab.Core.Simulation.Api;

/// <summary>Answers <c>metrics.k8s.io/v1beta1</c>, which can only be read.</summary>
internal static class MetricsApi
{
    public static JsonObject Answer(DemoCluster cluster, ResourceDefinition type, ApiPath path, HttpRequest request)
    {
        if (request.Method != "GET" || path.Subresource is not null)
        {
            throw new StatusError(405, "MethodNotAllowed", "the server does not allow this method on the requested resource");
        }

        var all = (type.Plural == "nodes" ? cluster.Metrics.Nodes() : cluster.Metrics.Pods())
            .Where(one => path.Namespace.Length == 0 || one.Namespace() == path.Namespace);
        if (path.Name is { } name)
        {
            return all.FirstOrDefault(one => one.Name() == name) ?? throw StatusError.NotFound(type.Plural, type.Group, name);
        }

        return new JsonObject
        {
            ["kind"] = type.ListKind,
            ["apiVersion"] = type.ApiVersion,
            ["metadata"] = new JsonObject(),
            ["items"] = new JsonArray([.. all.Where(one => Selectors.MatchesLabels(one, request.Query["labelSelector"]) && Selectors.MatchesFields(one, request.Query["fieldSelector"]))]),
        };
    }
}
