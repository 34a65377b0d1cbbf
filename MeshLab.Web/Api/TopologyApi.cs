using MeshLab.Core.Audit;
using MeshLab.Core.Clusters;
using MeshLab.Core.Topology;
using MeshLab.Web.Hosting.Access;
using Microsoft.AspNetCore.Http.HttpResults;

namespace MeshLab.Web.Api;

/// <summary><c>/api/v1/topology</c>: the application on a cluster, or on several, as a graph.</summary>
public static class TopologyApi
{
    /// <summary>Maps the endpoint.</summary>
    public static IEndpointRouteBuilder MapTopologyApi(this IEndpointRouteBuilder app)
    {
        app.MapGet("/api/v1/topology", GetAsync).Requires(Role.Viewer).WithTags("Topology").WithName("GetTopology").WithSummary("Workloads of one or more clusters, what carries their traffic, and who calls whom");
        return app;
    }

    private static async Task<Results<Ok<TopologyDto>, ProblemHttpResult>> GetAsync(string[] cluster, TopologyService topology, ClusterCatalogue clusters, CancellationToken cancellationToken)
    {
        if (cluster.Length == 0)
        {
            return TypedResults.Problem("Name the cluster: ?cluster=…, several times for several. GET /api/v1/clusters lists them.", statusCode: StatusCodes.Status400BadRequest, title: "No cluster was named.");
        }

        if (Array.Find(cluster, name => clusters.Find(name) is null) is { } unknown)
        {
            return TypedResults.Problem($"There is no target cluster named {unknown}. GET /api/v1/clusters lists them.", statusCode: StatusCodes.Status404NotFound, title: "No such cluster.");
        }

        try
        {
            return TypedResults.Ok(TopologyDto.Of(await topology.ReadAsync(cluster, cancellationToken)));
        }
        catch (ClusterException error)
        {
            return TypedResults.Problem(error.Message, statusCode: StatusCodes.Status502BadGateway, title: "The cluster cannot be read.");
        }
    }
}
