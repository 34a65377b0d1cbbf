using MeshLab.Core.Audit;
using MeshLab.Core.Exports;
using MeshLab.Web.Hosting.Access;
using Microsoft.AspNetCore.Http.HttpResults;

namespace MeshLab.Web.Api;

/// <summary>Exports of scenarios over HTTP.</summary>
public static class ExportsApi
{
    private const string Format = "format";
    private const string Repository = "gitRepo";
    private const string Revision = "gitRevision";
    private const string Folder = "gitPath";

    private static readonly Dictionary<string, ExportFormat> Formats = new(StringComparer.OrdinalIgnoreCase)
    {
        ["kustomize"] = ExportFormat.Kustomize,
        ["argocd"] = ExportFormat.ArgoCd,
        ["fleet"] = ExportFormat.Fleet,
    };

    /// <summary>Maps <c>/api/v1/scenarios/{id}/export</c>.</summary>
    public static IEndpointRouteBuilder MapExportsApi(this IEndpointRouteBuilder app)
    {
        app.MapGet("/api/v1/scenarios/{id}/export", ExportAsync).Requires(Role.Viewer).WithTags("Scenarios")
            .WithSummary("A scenario as a zip for a GitOps engine: format=kustomize|argocd|fleet, the scenario's parameters, gitRepo, gitRevision, gitPath")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
        return app;
    }

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> ExportAsync(string id, HttpRequest http, ScenarioExporter exporter, CancellationToken cancellationToken)
    {
        if (!Formats.TryGetValue(http.Query[Format].ToString(), out var format))
        {
            return Refused($"format must be one of {string.Join(", ", Formats.Keys)}.", []);
        }

        var parameters = http.Query.Where(one => one.Key is not (Format or Repository or Revision or Folder)).ToDictionary(one => one.Key, one => one.Value.ToString(), StringComparer.Ordinal);
        var git = new GitSource(
            Given(http, Repository, GitSource.Placeholder.Repository),
            Given(http, Revision, GitSource.Placeholder.Revision),
            Given(http, Folder, GitSource.Placeholder.Path));
        try
        {
            return await exporter.ExportAsync(new ExportRequest(id, format, parameters, git), cancellationToken) is { } archive
                ? TypedResults.File(archive.ToZip(), "application/zip", archive.Name)
                : TypedResults.Problem($"There is no scenario '{id}' that can be used. GET /api/v1/scenarios lists them.", statusCode: StatusCodes.Status404NotFound, title: "No such scenario.");
        }
        catch (ExportRefusedException error)
        {
            return Refused(error.Message, error.Problems);
        }
    }

    private static string Given(HttpRequest http, string key, string otherwise) => http.Query[key].ToString() is { Length: > 0 } text ? text : otherwise;

    private static ProblemHttpResult Refused(string message, IReadOnlyList<string> problems) => TypedResults.Problem(
        message,
        statusCode: StatusCodes.Status400BadRequest,
        title: "The scenario cannot be exported like this.",
        extensions: problems.Count > 0 ? new Dictionary<string, object?> { ["problems"] = problems } : null);
}
