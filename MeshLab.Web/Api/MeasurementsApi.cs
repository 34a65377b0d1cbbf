using MeshLab.Core.Audit;
using MeshLab.Core.Clusters;
using MeshLab.Core.Measurements;
using MeshLab.Core.Measurements.Sampling;
using MeshLab.Web.Hosting.Access;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace MeshLab.Web.Api;

/// <summary>Measurements over HTTP: series as JSON and CSV, and sampling.</summary>
public static class MeasurementsApi
{
    /// <summary>Maps <c>/api/v1/measurements</c>.</summary>
    public static IEndpointRouteBuilder MapMeasurementsApi(this IEndpointRouteBuilder app)
    {
        var measurements = app.MapGroup("/api/v1").WithTags("Measurements");
        measurements.MapGet("measurements", GetAsync).Requires(Role.Viewer).WithSummary("Series of CPU or memory by class, mesh, pod or node, each with its origin; a null value is a gap")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
        measurements.MapGet("measurements.csv", GetCsvAsync).Requires(Role.Viewer).WithSummary("The same series as CSV, one row a point")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
        measurements.MapGet("measurements/latency", GetLatencyAsync).Requires(Role.Viewer).WithSummary("Latencies that the meshes of a cluster measured themselves, from its Prometheus")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status502BadGateway);
        measurements.MapGet("measurements/sampling", GetSamplingAsync).Requires(Role.Viewer).WithSummary("The sampling interval, and the state of sampling for every cluster that is or was sampled");
        measurements.MapPut("measurements/sampling", PutSamplingAsync).Requires(Role.Operator).WithSummary("Sets the sampling interval, 2 to 300 seconds");
        return app;
    }

    private static async Task<Results<Ok<IReadOnlyList<SeriesDto>>, ProblemHttpResult>> GetAsync(
        [AsParameters] MeasurementsParameters parameters, MeasurementService measurements, ClusterCatalogue clusters, TimeProvider clock, CancellationToken cancellationToken)
    {
        var (query, problem) = parameters.Read(clusters, clock.GetUtcNow());
        return query is null
            ? Refused(problem!)
            : TypedResults.Ok<IReadOnlyList<SeriesDto>>([.. (await measurements.QueryAsync(query, cancellationToken)).Select(SeriesDto.Of)]);
    }

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> GetCsvAsync(
        [AsParameters] MeasurementsParameters parameters, MeasurementService measurements, ClusterCatalogue clusters, TimeProvider clock, CancellationToken cancellationToken)
    {
        var (query, problem) = parameters.Read(clusters, clock.GetUtcNow());
        return query is null
            ? Refused(problem!)
            : TypedResults.File(SeriesCsv.Write(await measurements.QueryAsync(query, cancellationToken)), "text/csv; charset=utf-8", SeriesCsv.FileName(query));
    }

    private static async Task<Results<Ok<IReadOnlyList<LatencyDto>>, ProblemHttpResult>> GetLatencyAsync(
        [FromQuery] string? cluster, [FromQuery] DateTimeOffset? from, [FromQuery] DateTimeOffset? to, MeasurementService measurements, TimeProvider clock, CancellationToken cancellationToken)
    {
        var until = to ?? clock.GetUtcNow();
        var since = from ?? until.AddMinutes(-15);
        if (since >= until)
        {
            return Refused(new("from", "from must be before to."));
        }

        try
        {
            return await measurements.ReadLatencyAsync(cluster ?? "", since, until, cancellationToken) is { } found
                ? TypedResults.Ok<IReadOnlyList<LatencyDto>>([.. found.Select(LatencyDto.Of)])
                : TypedResults.Problem($"No Prometheus is set for the cluster \"{cluster}\", on the Clusters page or in MeshLab:Prometheus.", statusCode: StatusCodes.Status404NotFound, title: "No Prometheus");
        }
        catch (ClusterException error)
        {
            return TypedResults.Problem(error.Message, statusCode: StatusCodes.Status502BadGateway, title: "Prometheus did not answer");
        }
    }

    private static async Task<Ok<SamplingDto>> GetSamplingAsync(MeasurementService measurements, SamplingSettings settings, CancellationToken cancellationToken) =>
        TypedResults.Ok(new SamplingDto((await settings.GetIntervalAsync(cancellationToken)).TotalSeconds, await measurements.GetSamplingAsync(cancellationToken)));

    private static async Task<Results<Ok<SamplingDto>, ProblemHttpResult>> PutSamplingAsync(
        [FromBody] SamplingInput input, MeasurementService measurements, SamplingSettings settings, CancellationToken cancellationToken)
    {
        if (input.IntervalSeconds is not { } seconds || !(seconds >= SamplingSettings.Shortest.TotalSeconds && seconds <= SamplingSettings.Longest.TotalSeconds))
        {
            return Refused(new("intervalSeconds", $"Give intervalSeconds from {SamplingSettings.Shortest.TotalSeconds} to {SamplingSettings.Longest.TotalSeconds}."));
        }

        await settings.SetIntervalAsync(TimeSpan.FromSeconds(seconds), cancellationToken);
        return await GetSamplingAsync(measurements, settings, cancellationToken);
    }

    private static ProblemHttpResult Refused(ParameterProblem problem) => TypedResults.Problem(
        problem.Detail,
        statusCode: problem.Status,
        title: problem.Status == StatusCodes.Status404NotFound ? "No such cluster." : $"The parameter {problem.Parameter} is not valid.",
        extensions: new Dictionary<string, object?> { ["parameter"] = problem.Parameter });
}
