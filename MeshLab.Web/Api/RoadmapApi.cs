using MeshLab.Core.Audit;
using MeshLab.Core.Roadmap;
using MeshLab.Web.Hosting.Access;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace MeshLab.Web.Api;

/// <summary>The roadmap over HTTP: read, set, history, undo, export.</summary>
public static class RoadmapApi
{
    private const string HistorySuffix = "/history";

    /// <summary>Maps <c>/api/v1/roadmap</c>.</summary>
    public static IEndpointRouteBuilder MapRoadmapApi(this IEndpointRouteBuilder app)
    {
        var roadmap = app.MapGroup("/api/v1/roadmap").WithTags("Roadmap");
        roadmap.MapGet("", GetAsync).Requires(Role.Viewer).WithSummary("The sections with their tasks and states, of the shipped roadmap or of ?roadmap=");
        roadmap.MapGet("tasks/{**id}", GetTaskAsync).Requires(Role.Viewer).WithSummary("One task; with /history after the id, its history, the newest first")
            .ProducesProblem(StatusCodes.Status404NotFound);
        roadmap.MapPut("tasks/{**id}", PutTaskAsync).Requires(Role.Operator).WithSummary("Ticks or opens a task, or sets its note; of a parent, all its leaves are set")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
        roadmap.MapGet("export", ExportAsync).Requires(Role.Viewer).WithSummary("The Markdown file back with its boxes set")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
        roadmap.MapPost("undo", UndoAsync).Requires(Role.Operator).WithSummary("Takes back the last change, or the one numbered ?change=")
            .ProducesProblem(StatusCodes.Status409Conflict);
        return app;
    }

    private static async Task<Ok<IReadOnlyList<RoadmapSectionDto>>> GetAsync([FromQuery(Name = "roadmap")] string? name, RoadmapService roadmap, CancellationToken cancellationToken) =>
        TypedResults.Ok<IReadOnlyList<RoadmapSectionDto>>([.. (await roadmap.GetAsync(name ?? RoadmapImports.Shipped, cancellationToken)).Select(RoadmapSectionDto.Of)]);

    private static async Task<Results<Ok<RoadmapTaskDto>, Ok<IReadOnlyList<RoadmapHistoryDto>>, ProblemHttpResult>> GetTaskAsync(
        string? id, RoadmapService roadmap, RoadmapCatalogue catalogue, CancellationToken cancellationToken)
    {
        var reference = Unescape(id);
        if (catalogue.Resolve(reference) is { } known)
        {
            return TypedResults.Ok(await ReadAsync(roadmap, known, cancellationToken));
        }

        if (reference.EndsWith(HistorySuffix, StringComparison.Ordinal))
        {
            var task = reference[..^HistorySuffix.Length];
            var history = await roadmap.GetHistoryAsync(task, cancellationToken);
            if (history.Count > 0 || catalogue.Resolve(task) is not null)
            {
                return TypedResults.Ok<IReadOnlyList<RoadmapHistoryDto>>([.. history.Select(RoadmapHistoryDto.Of)]);
            }

            reference = task;
        }

        return UnknownTask(catalogue, reference);
    }

    private static async Task<Results<Ok<RoadmapTaskDto>, ProblemHttpResult>> PutTaskAsync(
        string? id, [FromBody] RoadmapTaskInput input, HttpContext http, RoadmapService roadmap, RoadmapCatalogue catalogue, CancellationToken cancellationToken)
    {
        if (input is { State: not ("done" or "open" or null) })
        {
            return Invalid($"The state '{input.State}' is not one to set. Give 'done' or 'open'.");
        }

        if (input is { State: null, Note: null })
        {
            return Invalid("Give a state ('done' or 'open'), a note, or both.");
        }

        if (input.Note?.Length > RoadmapService.MaxNoteLength)
        {
            return Invalid($"The note has {input.Note.Length} characters; at most {RoadmapService.MaxNoteLength} are kept.");
        }

        var who = http.User.Identity?.Name ?? "API";
        var reference = Unescape(id);
        var update = input.State is null
            ? await roadmap.SetNoteAsync(reference, input.Note!, who, cancellationToken)
            : await roadmap.SetAsync(reference, input.State == "done", input.Note, who, cancellationToken);
        return update is null ? UnknownTask(catalogue, reference) : TypedResults.Ok(await ReadAsync(roadmap, update.TaskId, cancellationToken));
    }

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> ExportAsync(string? format, string? file, [FromQuery(Name = "roadmap")] string? name, RoadmapService roadmap, CancellationToken cancellationToken)
    {
        if (format is not (null or "md"))
        {
            return Invalid($"The format '{format}' is not known. Give 'md'.");
        }

        var files = await roadmap.ExportAsync(name ?? RoadmapImports.Shipped, cancellationToken);
        var found = file is null && files.Count == 1 ? files[0] : files.FirstOrDefault(each => each.File == file);
        if (found is not null)
        {
            return TypedResults.File(found.Content, "text/markdown", found.File);
        }

        var names = string.Join(", ", files.Select(each => each.File));
        return (files.Count, file) switch
        {
            (0, _) => TypedResults.Problem(string.Join(" ", roadmap.Problems), statusCode: StatusCodes.Status404NotFound, title: "There is no roadmap to export."),
            (_, null) => Invalid($"The roadmap has several files. Say which with ?file=: {names}."),
            _ => TypedResults.Problem($"The roadmap has no file '{file}'. Its files are: {names}.", statusCode: StatusCodes.Status404NotFound, title: "No such file."),
        };
    }

    private static async Task<Results<Ok<RoadmapChangeDto>, ProblemHttpResult>> UndoAsync(long? change, HttpContext http, RoadmapService roadmap, CancellationToken cancellationToken) =>
        await roadmap.UndoAsync(change, http.User.Identity?.Name ?? "API", cancellationToken) is { } undone
            ? TypedResults.Ok(RoadmapChangeDto.Of(undone))
            : TypedResults.Problem(
                change is null ? "No change is left that could be taken back." : $"Change {change} does not exist, was taken back already, or is an undo itself.",
                statusCode: StatusCodes.Status409Conflict,
                title: "Nothing to undo.");

    private static async Task<RoadmapTaskDto> ReadAsync(RoadmapService roadmap, string id, CancellationToken cancellationToken)
    {
        var sections = await roadmap.GetAsync(id.Contains(':', StringComparison.Ordinal) ? id.Split(':')[0] : RoadmapImports.Shipped, cancellationToken);
        return RoadmapTaskDto.Of(sections.SelectMany(section => section.Tasks).SelectMany(task => task.Everything()).First(task => task.Id == id));
    }

    private static ProblemHttpResult UnknownTask(RoadmapCatalogue catalogue, string reference)
    {
        var suggestions = catalogue.Suggest(reference);
        return TypedResults.Problem(
            $"The roadmap has no single task '{reference}'." + (suggestions.Count > 0 ? $" Did you mean: {string.Join(", ", suggestions)}?" : " GET /api/v1/roadmap lists them."),
            statusCode: StatusCodes.Status404NotFound,
            title: "No such task.");
    }

    private static ProblemHttpResult Invalid(string detail) => TypedResults.Problem(detail, statusCode: StatusCodes.Status400BadRequest, title: "The request is not valid.");

    /// <summary>Routing leaves an encoded slash as it is.</summary>
    private static string Unescape(string? id) => (id ?? "").Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
}
