using MeshLab.Core.Audit;
using MeshLab.Core.Documents;
using MeshLab.Web.Hosting.Access;
using Microsoft.AspNetCore.Http.HttpResults;

namespace MeshLab.Web.Api;

/// <summary>The documents over HTTP.</summary>
public static class DocumentsApi
{
    /// <summary>Maps <c>/api/v1/documents</c>.</summary>
    public static IEndpointRouteBuilder MapDocumentsApi(this IEndpointRouteBuilder app)
    {
        var documents = app.MapGroup("/api/v1/documents").WithTags("Documents");
        documents.MapGet("/", List).Requires(Role.Viewer).WithSummary("Lists the documents; with q, those that hold every word of it");
        documents.MapGet("/{**path}", Get).Requires(Role.Viewer).WithSummary("One document as safe HTML");
        return app;
    }

    private static Ok<DocumentSummary[]> List(DocumentCatalogue catalogue, string? q = null)
    {
        var entries = string.IsNullOrWhiteSpace(q) ? catalogue.List() : catalogue.Search(q).Select(hit => hit.Entry);
        return TypedResults.Ok(entries.Select(entry => new DocumentSummary(entry.Path, entry.Title, entry.Group)).ToArray());
    }

    private static Results<Ok<DocumentAnswer>, ProblemHttpResult> Get(string path, DocumentCatalogue catalogue) =>
        catalogue.Find(path) is { } document
            ? TypedResults.Ok(new DocumentAnswer(document.Entry.Path, document.Entry.Title, document.Html))
            : TypedResults.Problem(title: "No such document", detail: $"There is no document '{path}'. GET /api/v1/documents lists them.", statusCode: StatusCodes.Status404NotFound);

    /// <summary>A document of the list.</summary>
    /// <param name="Path">Below the documents' folder.</param>
    /// <param name="Title">Its title.</param>
    /// <param name="Group">Its group.</param>
    public sealed record DocumentSummary(string Path, string Title, string Group);

    /// <summary>A document.</summary>
    /// <param name="Path">Below the documents' folder.</param>
    /// <param name="Title">Its title.</param>
    /// <param name="Html">Its text without the title, as safe HTML.</param>
    public sealed record DocumentAnswer(string Path, string Title, string Html);
}
