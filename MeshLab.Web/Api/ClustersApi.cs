using MeshLab.Core.Audit;
using MeshLab.Core.Clusters;
using MeshLab.Core.Measurements;
using MeshLab.Web.Hosting.Access;
using Microsoft.AspNetCore.Http.HttpResults;

namespace MeshLab.Web.Api;

/// <summary>The target clusters over HTTP.</summary>
public static class ClustersApi
{
    /// <summary>How old what is told of a cluster may be.</summary>
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(5);

    /// <summary>Maps <c>/api/v1/clusters</c>.</summary>
    public static IEndpointRouteBuilder MapClustersApi(this IEndpointRouteBuilder app)
    {
        var clusters = app.MapGroup("/api/v1/clusters").WithTags("Clusters");
        clusters.MapGet("", ListAsync).Requires(Role.Viewer).WithSummary("The target clusters and whether they answer; takes five seconds when one does not");
        clusters.MapGet("{**name}", GetAsync).Requires(Role.Viewer).WithSummary("One target cluster");
        return app;
    }

    private static async Task<Ok<IReadOnlyList<ClusterDto>>> ListAsync(ClusterCatalogue catalogue, ClusterStatuses statuses, ClusterSources sources, CancellationToken cancellationToken)
    {
        var found = await Task.WhenAll(catalogue.Clusters.Select(cluster => FindAsync(statuses, sources, cluster.Name, cancellationToken)));
        return TypedResults.Ok<IReadOnlyList<ClusterDto>>([.. found.OfType<ClusterDto>()]);
    }

    private static async Task<Results<Ok<ClusterDto>, ProblemHttpResult>> GetAsync(string name, ClusterCatalogue catalogue, ClusterStatuses statuses, ClusterSources sources, CancellationToken cancellationToken)
    {
        // Names of contexts may hold slashes, which some clients encode.
        var wanted = name.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
        try
        {
            return catalogue.Find(wanted) is null
                ? Unknown(catalogue, wanted)
                : TypedResults.Ok(ClusterDto.Of(await statuses.GetAsync(wanted, MaxAge, cancellationToken), sources));
        }
        catch (ClusterException)
        {
            return Unknown(catalogue, wanted);
        }
    }

    /// <summary>Null when the cluster went away while the list was made.</summary>
    private static async Task<ClusterDto?> FindAsync(ClusterStatuses statuses, ClusterSources sources, string name, CancellationToken cancellationToken)
    {
        try
        {
            return ClusterDto.Of(await statuses.GetAsync(name, MaxAge, cancellationToken), sources);
        }
        catch (ClusterException)
        {
            return null;
        }
    }

    private static ProblemHttpResult Unknown(ClusterCatalogue catalogue, string name)
    {
        var problem = catalogue.Problems.FirstOrDefault(one => one.Context == name);
        var detail = problem is not null
            ? $"The context {name} cannot be used. {problem.File}: {problem.Message}"
            : $"There is no target cluster named {name}. GET /api/v1/clusters lists them.";
        return TypedResults.Problem(detail, statusCode: StatusCodes.Status404NotFound, title: "No such cluster.");
    }
}
