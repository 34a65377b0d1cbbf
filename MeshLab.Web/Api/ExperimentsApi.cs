using System.Text;
using MeshLab.Core.Audit;
using MeshLab.Core.Experiments;
using MeshLab.Core.Experiments.Formats;
using MeshLab.Web.Hosting.Access;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace MeshLab.Web.Api;

/// <summary><c>/api/v1/experiments</c>: starts, reads, cancels, resumes, exports and imports experiments.</summary>
public static class ExperimentsApi
{
    private const int DefaultExperiments = 50;

    /// <summary>The largest file that is imported, in bytes.</summary>
    private const int LargestImport = 20_000_000;

    /// <summary>Maps the endpoints.</summary>
    public static IEndpointRouteBuilder MapExperimentsApi(this IEndpointRouteBuilder app)
    {
        var experiments = app.MapGroup("/api/v1/experiments").WithTags("Experiments");
        experiments.MapPost("/", StartAsync).Requires(Role.Operator).WithName("StartExperiment").WithSummary("Queues an experiment: variants × loads × repetitions");
        experiments.MapPost("/check", CheckAsync).Requires(Role.Operator).WithName("CheckExperiment").WithSummary("What is in the way of an experiment, and how long it would take; starts nothing");
        experiments.MapGet("/", ListAsync).Requires(Role.Viewer).WithName("ListExperiments").WithSummary("The newest experiments first");
        experiments.MapGet("/{id:long}", GetAsync).Requires(Role.Viewer).WithName("GetExperiment").WithSummary("An experiment with its progress and results");
        experiments.MapGet("/{id:long}/export", ExportAsync).Requires(Role.Viewer).WithName("ExportExperiment").WithSummary("As csv (results), json (everything) or smp (Service Mesh Performance)")
            .Produces<string>(contentType: "application/json").ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
        experiments.MapPost("/import", ImportAsync).Requires(Role.Operator).WithName("ImportExperiment").WithSummary("Stores an experiment that was exported as json or smp").Accepts<ExperimentDocument>("application/json");
        experiments.MapPost("/{id:long}/cancel", CancelAsync).Requires(Role.Operator).WithName("CancelExperiment").WithSummary("Asks an experiment to stop; what it deployed is torn down");
        experiments.MapPost("/{id:long}/resume", ResumeAsync).Requires(Role.Operator).WithName("ResumeExperiment").WithSummary("Queues a failed or cancelled experiment again; what was measured stays");
        return app;
    }

    private static async Task<Results<Accepted<StartedExperiment>, ProblemHttpResult>> StartAsync(
        ExperimentInput body, ExperimentService experiments, HttpContext context, CancellationToken cancellationToken)
    {
        try
        {
            var experiment = await experiments.StartAsync(body.Read(), context.User.Identity?.Name ?? "API", cancellationToken);
            return TypedResults.Accepted($"/api/v1/experiments/{experiment.Id}", new StartedExperiment(experiment.Id));
        }
        catch (ExperimentRefusedException refused)
        {
            return Refused(refused, StatusCodes.Status422UnprocessableEntity, "The experiment cannot be started");
        }
    }

    private static async Task<Ok<ExperimentCheckDocument>> CheckAsync(ExperimentInput body, ExperimentService experiments, CancellationToken cancellationToken)
    {
        var check = await experiments.CheckAsync(body.Read(), cancellationToken);
        return TypedResults.Ok(new ExperimentCheckDocument(check.Problems, check.Warnings, check.Takes.TotalSeconds));
    }

    private static async Task<Ok<IReadOnlyList<ExperimentListItem>>> ListAsync(ExperimentService experiments, [FromQuery] int? take, CancellationToken cancellationToken) =>
        TypedResults.Ok<IReadOnlyList<ExperimentListItem>>([.. (await experiments.ListAsync(take ?? DefaultExperiments, cancellationToken)).Select(ExperimentListItem.Of)]);

    private static async Task<Results<Ok<ExperimentDto>, ProblemHttpResult>> GetAsync(long id, ExperimentService experiments, CancellationToken cancellationToken) =>
        await experiments.GetAsync(id, cancellationToken) is { } experiment
            ? TypedResults.Ok(ExperimentDto.Of(experiment, experiments.GetResults(experiment), experiments.GetTimeLeft(experiment)))
            : NotFound(id);

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> ExportAsync(long id, ExperimentService experiments, [FromQuery] string? format, CancellationToken cancellationToken)
    {
        if (await experiments.GetAsync(id, cancellationToken) is not { } experiment)
        {
            return NotFound(id);
        }

        return format switch
        {
            "csv" => TypedResults.File(ExperimentCsv.Write(experiment, experiments.GetResults(experiment)), "text/csv; charset=utf-8", $"experiment-{id}.csv"),
            "json" or null => TypedResults.File(ExperimentDocument.Write(experiment), "application/json", $"experiment-{id}.json"),
            "smp" => TypedResults.File(SmpFormat.Write(experiment), "application/json", $"experiment-{id}.smp.json"),
            _ => TypedResults.Problem($"The format must be csv, json or smp, not \"{format}\".", statusCode: StatusCodes.Status400BadRequest, title: "No such format"),
        };
    }

    private static async Task<Results<Created<StartedExperiment>, ProblemHttpResult>> ImportAsync(
        HttpRequest request, ExperimentService experiments, [FromQuery] string? name, CancellationToken cancellationToken)
    {
        if (request.ContentLength > LargestImport)
        {
            return TypedResults.Problem($"A file of at most {LargestImport:N0} bytes can be imported.", statusCode: StatusCodes.Status413PayloadTooLarge, title: "The file is too large");
        }

        using var reader = new StreamReader(request.Body, Encoding.UTF8);
        var text = await reader.ReadToEndAsync(cancellationToken);
        try
        {
            var experiment = await experiments.ImportAsync(text, name is { Length: > 0 and <= 200 } ? name : "a file", request.HttpContext.User.Identity?.Name ?? "API", cancellationToken);
            return TypedResults.Created($"/api/v1/experiments/{experiment.Id}", new StartedExperiment(experiment.Id));
        }
        catch (ExperimentRefusedException refused)
        {
            return Refused(refused, StatusCodes.Status422UnprocessableEntity, "The file cannot be imported");
        }
    }

    private static async Task<Results<Accepted, ProblemHttpResult>> CancelAsync(long id, ExperimentService experiments, CancellationToken cancellationToken)
    {
        if (await experiments.CancelAsync(id, cancellationToken))
        {
            return TypedResults.Accepted($"/api/v1/experiments/{id}");
        }

        return await experiments.GetAsync(id, cancellationToken) is { } experiment
            ? TypedResults.Problem($"Experiment {id} is {experiment.Status}; only queued and running ones can be cancelled.", statusCode: StatusCodes.Status409Conflict, title: "The experiment has ended")
            : NotFound(id);
    }

    private static async Task<Results<Accepted<StartedExperiment>, ProblemHttpResult>> ResumeAsync(long id, ExperimentService experiments, CancellationToken cancellationToken)
    {
        if (await experiments.GetAsync(id, cancellationToken) is null)
        {
            return NotFound(id);
        }

        try
        {
            await experiments.ResumeAsync(id, cancellationToken);
            return TypedResults.Accepted($"/api/v1/experiments/{id}", new StartedExperiment(id));
        }
        catch (ExperimentRefusedException refused)
        {
            return Refused(refused, StatusCodes.Status409Conflict, "The experiment cannot be resumed");
        }
    }

    private static ProblemHttpResult NotFound(long id) =>
        TypedResults.Problem($"There is no experiment {id}.", statusCode: StatusCodes.Status404NotFound, title: "No such experiment");

    private static ProblemHttpResult Refused(ExperimentRefusedException refused, int status, string title) => TypedResults.Problem(
        string.Join(" ", refused.Problems), statusCode: status, title: title, extensions: new Dictionary<string, object?> { ["reasons"] = refused.Problems });
}
