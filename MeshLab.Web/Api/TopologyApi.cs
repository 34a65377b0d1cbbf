using MeshLab.Core.Audit;
using MeshLab.Core.Clusters;
using MeshLab.Core.Topology;
using MeshLab.Web.Hosting.Access;
using Microsoft.AspNetCore.Http.HttpResults;

namespace MeshLab.Web.Api;

/// <summary><c>/api/v1/topology</c>: the application on a cluster as a graph.</summary>
public static class TopologyApi
{
    /// <summary>Maps the endpoint.</summary>
    public static IEndpointRouteBuilder MapTopologyApi(this IEndpointRouteBuilder app)
    {
        app.MapGet("/api/v1/topology", GetAsync).Requires(Role.Viewer).WithTags("Topology").WithName("GetTopology").WithSummary("Workloads of a cluster, what carries their traffic, and who calls whom");
        return app;
    }

    private static async Task<Results<Ok<TopologyDto>, ProblemHttpResult>> GetAsync(string? cluster, TopologyService topology, ClusterCatalogue clusters, CancellationToken cancellationToken)
    {
        if (cluster is null || clusters.Find(cluster) is null)
        {
            return TypedResults.Problem(
                cluster is null ? "Name the cluster: ?cluster=…. GET /api/v1/clusters lists them." : $"There is no target cluster named {cluster}. GET /api/v1/clusters lists them.",
                statusCode: cluster is null ? StatusCodes.Status400BadRequest : StatusCodes.Status404NotFound,
                title: cluster is null ? "No cluster was named." : "No such cluster.");
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
