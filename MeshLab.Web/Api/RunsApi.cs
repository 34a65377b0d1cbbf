using MeshLab.Core.Audit;
using MeshLab.Core.Runs;
using MeshLab.Web.Components;
using MeshLab.Web.Hosting.Access;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace MeshLab.Web.Api;

/// <summary><c>/api/v1/runs</c>: starts, reads, cancels and retries runs.</summary>
public static class RunsApi
{
    private const int DefaultRuns = 50;
    private const int DefaultLines = 1_000;

    /// <summary>Maps the endpoints.</summary>
    public static IEndpointRouteBuilder MapRunsApi(this IEndpointRouteBuilder app)
    {
        var runs = app.MapGroup("/api/v1/runs").WithTags("Runs");
        runs.MapPost("/", StartAsync).Requires(Role.Operator).WithName("StartRun").WithSummary("Queues a run");
        runs.MapPost("/preflight", CheckAsync).Requires(Role.Operator).WithName("CheckRun").WithSummary("Looks at what could be in the way of a run, and changes nothing");
        runs.MapGet("/", ListAsync).Requires(Role.Viewer).WithName("ListRuns").WithSummary("The newest runs first");
        runs.MapGet("/{id:long}", GetAsync).Requires(Role.Viewer).WithName("GetRun").WithSummary("A run with its steps");
        runs.MapGet("/{id:long}/log", GetLogAsync).Requires(Role.Viewer).WithName("GetRunLog").WithSummary("Log lines after a number, oldest first");
        runs.MapGet("/{id:long}/log.txt", DownloadLogAsync).Requires(Role.Viewer).WithName("DownloadRunLog").WithSummary("The whole log as text").Produces<string>(contentType: "text/plain");
        runs.MapGet("/{id:long}/inventory", GetInventoryAsync).Requires(Role.Viewer).WithName("GetRunInventory").WithSummary("The objects the run owns, in the order they were made, and how they are now");
        runs.MapGet("/{id:long}/plan", GetPlanAsync).Requires(Role.Viewer).WithName("GetRunPlan").WithSummary("What a dry run found, object by object and field by field");
        runs.MapPost("/{id:long}/cancel", CancelAsync).Requires(Role.Operator).WithName("CancelRun").WithSummary("Asks a queued or running run to stop");
        runs.MapPost("/{id:long}/retry", RetryAsync).Requires(Role.Operator).WithName("RetryRun").WithSummary("Queues a failed or cancelled run again from its first step that did not succeed");
        return app;
    }

    private static async Task<Results<Accepted<StartedRun>, ValidationProblem, ProblemHttpResult>> StartAsync(StartRunRequest body, RunService runs, HttpContext context, CancellationToken cancellationToken)
    {
        if (Errors(body) is { Count: > 0 } errors)
        {
            return TypedResults.ValidationProblem(errors);
        }

        try
        {
            var run = await runs.StartAsync(Request(body, context), cancellationToken);
            return TypedResults.Accepted($"/api/v1/runs/{run.Id}", new StartedRun(run.Id));
        }
        catch (RunRefusedException refused)
        {
            return Refused(refused, StatusCodes.Status422UnprocessableEntity, "The run cannot be started");
        }
    }

    private static async Task<Ok<IReadOnlyList<RunDocument>>> ListAsync(RunService runs, string? scenario, [FromQuery] int? take, CancellationToken cancellationToken)
    {
        var found = await runs.ListAsync(scenario, Math.Clamp(take ?? DefaultRuns, 1, 1_000), cancellationToken);
        return TypedResults.Ok<IReadOnlyList<RunDocument>>([.. found.Select(RunDocuments.Of)]);
    }

    private static async Task<Results<Ok<RunDocument>, ProblemHttpResult>> GetAsync(long id, RunService runs, CancellationToken cancellationToken) =>
        await runs.GetAsync(id, cancellationToken) is { } run ? TypedResults.Ok(RunDocuments.Of(run)) : NotFound(id);

    private static async Task<Results<Ok<IReadOnlyList<LogLineDocument>>, ProblemHttpResult>> GetLogAsync(long id, RunService runs, [FromQuery] long? after, [FromQuery] int? take, CancellationToken cancellationToken)
    {
        if (await runs.GetAsync(id, cancellationToken) is null)
        {
            return NotFound(id);
        }

        var lines = await runs.GetLogAsync(id, after ?? 0, Math.Clamp(take ?? DefaultLines, 1, 10_000), cancellationToken);
        return TypedResults.Ok<IReadOnlyList<LogLineDocument>>([.. lines.Select(RunDocuments.Of)]);
    }

    private static async Task<Results<PushStreamHttpResult, ProblemHttpResult>> DownloadLogAsync(long id, RunService runs, CancellationToken cancellationToken)
    {
        if (await runs.GetAsync(id, cancellationToken) is null)
        {
            return NotFound(id);
        }

        return TypedResults.Stream(stream => WriteLogAsync(stream, id, runs, cancellationToken), "text/plain; charset=utf-8", $"run-{id}.log");
    }

    private static async Task WriteLogAsync(Stream stream, long id, RunService runs, CancellationToken cancellationToken)
    {
        await using var writer = new StreamWriter(stream, leaveOpen: true);
        long last = 0;
        while (await runs.GetLogAsync(id, last, DefaultLines, cancellationToken) is { Count: > 0 } lines)
        {
            foreach (var line in lines)
            {
                await writer.WriteLineAsync($"{line.Time.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ} {line.Step ?? "-"} {AnsiText.Plain(line.Text)}".AsMemory(), cancellationToken);
            }

            last = lines[^1].Seq;
        }
    }

    private static async Task<Results<Ok<IReadOnlyList<InventoryDocument>>, ProblemHttpResult>> GetInventoryAsync(long id, RunService runs, CancellationToken cancellationToken)
    {
        if (await runs.GetAsync(id, cancellationToken) is null)
        {
            return NotFound(id);
        }

        var items = await runs.GetHealthAsync(id, cancellationToken);
        return TypedResults.Ok<IReadOnlyList<InventoryDocument>>([.. items.Select(RunDocuments.Of)]);
    }

    private static async Task<Results<Ok<IReadOnlyList<PlanDocument>>, ProblemHttpResult>> GetPlanAsync(long id, RunService runs, CancellationToken cancellationToken)
    {
        if (await runs.GetAsync(id, cancellationToken) is null)
        {
            return NotFound(id);
        }

        var items = await runs.GetPlanAsync(id, cancellationToken);
        return TypedResults.Ok<IReadOnlyList<PlanDocument>>([.. items.Select(RunDocuments.Of)]);
    }

    private static async Task<Results<Accepted, ProblemHttpResult>> CancelAsync(long id, RunService runs, CancellationToken cancellationToken)
    {
        if (await runs.CancelAsync(id, cancellationToken))
        {
            return TypedResults.Accepted($"/api/v1/runs/{id}");
        }

        return await runs.GetAsync(id, cancellationToken) is { } run
            ? TypedResults.Problem($"Run {id} is {run.Status}; only queued and running runs can be cancelled.", statusCode: StatusCodes.Status409Conflict, title: "The run has ended")
            : NotFound(id);
    }

    private static async Task<Results<Accepted<StartedRun>, ProblemHttpResult>> RetryAsync(long id, RunService runs, CancellationToken cancellationToken)
    {
        if (await runs.GetAsync(id, cancellationToken) is null)
        {
            return NotFound(id);
        }

        try
        {
            await runs.RetryAsync(id, cancellationToken);
            return TypedResults.Accepted($"/api/v1/runs/{id}", new StartedRun(id));
        }
        catch (RunRefusedException refused)
        {
            return Refused(refused, StatusCodes.Status409Conflict, "The run cannot be retried");
        }
    }

    private static async Task<Results<Ok<PreflightDocument>, ValidationProblem>> CheckAsync(StartRunRequest body, RunService runs, HttpContext context, CancellationToken cancellationToken) =>
        Errors(body) is { Count: > 0 } errors
            ? TypedResults.ValidationProblem(errors)
            : TypedResults.Ok(RunDocuments.Of(await runs.CheckAsync(Request(body, context), cancellationToken)));

    private static Dictionary<string, string[]> Errors(StartRunRequest body)
    {
        var errors = new Dictionary<string, string[]>();
        if (string.IsNullOrWhiteSpace(body.Scenario))
        {
            errors["scenario"] = ["The scenario's name is missing."];
        }

        if (RunDocuments.ParseAction(body.Action) is null)
        {
            errors["action"] = [$"The action must be deploy, teardown, dryRun or verify, not \"{body.Action}\"."];
        }

        if (body.Clusters is not { Count: > 0 })
        {
            errors["clusters"] = ["Each role of the scenario needs a cluster, e.g. {\"main\": \"demo\"}."];
        }

        return errors;
    }

    private static RunRequest Request(StartRunRequest body, HttpContext context) => new(
        body.Scenario!, RunDocuments.ParseAction(body.Action)!.Value, body.Clusters!, body.Parameters ?? new Dictionary<string, string>(), context.User.Identity?.Name ?? "API");

    private static ProblemHttpResult NotFound(long id) =>
        TypedResults.Problem($"There is no run {id}.", statusCode: StatusCodes.Status404NotFound, title: "No such run");

    private static ProblemHttpResult Refused(RunRefusedException refused, int status, string title) => TypedResults.Problem(
        string.Join(" ", refused.Problems), statusCode: status, title: title, extensions: new Dictionary<string, object?> { ["reasons"] = refused.Problems });
}
