using MeshLab.Core.Audit;
using MeshLab.Core.Roadmap;
using MeshLab.Web.Hosting.Access;
using Microsoft.AspNetCore.Http.HttpResults;

namespace MeshLab.Web.Api;

/// <summary><c>/api/v1/roadmaps</c>: the roadmaps there are, and imports of further ones.</summary>
public static class RoadmapsApi
{
    /// <summary>Maps the endpoints.</summary>
    public static IEndpointRouteBuilder MapRoadmapsApi(this IEndpointRouteBuilder app)
    {
        var roadmaps = app.MapGroup("/api/v1/roadmaps").WithTags("Roadmap");
        roadmaps.MapGet("", List).Requires(Role.Viewer).WithName("ListRoadmaps").WithSummary("The shipped roadmap and the imported ones");
        roadmaps.MapPost("{file}", ImportAsync).Requires(Role.Operator).WithName("ImportRoadmap").WithSummary("Imports the Markdown in the body under the file's name, or replaces that import")
            .Accepts<string>("text/markdown", "text/plain", "application/octet-stream");
        roadmaps.MapPost("{name}/undo", UndoAsync).Requires(Role.Operator).WithName("UndoRoadmapImport").WithSummary("Takes the last import of a name back");
        return app;
    }

    private static Ok<IReadOnlyList<RoadmapInfo>> List(RoadmapImports imports) => TypedResults.Ok(imports.List());

    private static async Task<Results<Created<RoadmapImportedDto>, ProblemHttpResult>> ImportAsync(string file, HttpRequest request, RoadmapImports imports, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream();
        var buffer = new byte[64 * 1024];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, cancellationToken)) > 0 && content.Length <= RoadmapImports.MaxFileBytes)
        {
            await content.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }

        try
        {
            var imported = await imports.ImportAsync(file, content.ToArray(), cancellationToken);
            return TypedResults.Created($"/api/v1/roadmap?roadmap={imported.Roadmap.Name}", new RoadmapImportedDto(imported.Roadmap, imported.Replaced, [.. imported.Remarks.Select(remark => remark.ToString())]));
        }
        catch (RoadmapImportException refused)
        {
            return TypedResults.Problem(refused.Message, statusCode: StatusCodes.Status422UnprocessableEntity, title: "The roadmap cannot be imported.");
        }
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> UndoAsync(string name, RoadmapImports imports, CancellationToken cancellationToken) =>
        await imports.UndoAsync(name, cancellationToken)
            ? TypedResults.NoContent()
            : TypedResults.Problem($"No roadmap was imported under the name {name}. GET /api/v1/roadmaps lists them.", statusCode: StatusCodes.Status404NotFound, title: "No such import.");
}

/// <summary>What an import did.</summary>
/// <param name="Roadmap">The roadmap.</param>
/// <param name="Replaced">Whether one of that name was there before.</param>
/// <param name="Remarks">What a person should know about the file, with lines.</param>
public sealed record RoadmapImportedDto(RoadmapInfo Roadmap, bool Replaced, IReadOnlyList<string> Remarks);
