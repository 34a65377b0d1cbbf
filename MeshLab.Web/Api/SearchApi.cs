using MeshLab.Core.Audit;
using MeshLab.Web.Hosting.Access;
using MeshLab.Web.Pages.Documents;
using Microsoft.AspNetCore.Http.HttpResults;

namespace MeshLab.Web.Api;

/// <summary>The search over HTTP.</summary>
public static class SearchApi
{
    private const int LongestQuery = 200;

    /// <summary>Maps <c>/api/v1/search</c>.</summary>
    public static IEndpointRouteBuilder MapSearchApi(this IEndpointRouteBuilder app)
    {
        app.MapGet("/api/v1/search", FindAsync).Requires(Role.Viewer).WithTags("Search").WithSummary("Documents, scenarios and tasks that hold every word of q");
        return app;
    }

    private static async Task<Results<Ok<IReadOnlyList<LabHit>>, ProblemHttpResult>> FindAsync(string? q, LabSearch search, CancellationToken cancellationToken) =>
        q is { Length: > LongestQuery }
            ? TypedResults.Problem($"q is longer than {LongestQuery} characters.", statusCode: StatusCodes.Status400BadRequest, title: "The query is too long")
            : TypedResults.Ok(await search.FindAsync(q ?? "", cancellationToken));
}
