using MeshLab.Core.Audit;
using MeshLab.Core.Clusters;
using MeshLab.Core.Measurements.Sources.Prometheus;
using MeshLab.Web.Hosting.Access;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace MeshLab.Web.Api;

/// <summary>The Prometheus of a cluster over HTTP. Secrets go in and never come out.</summary>
public static class PrometheusApi
{
    private const string Path = "/api/v1/measurements/prometheus";

    /// <summary>Maps <c>/api/v1/measurements/prometheus</c>.</summary>
    public static IEndpointRouteBuilder MapPrometheusApi(this IEndpointRouteBuilder app)
    {
        var prometheus = app.MapGroup("").WithTags("Measurements");
        prometheus.MapGet(Path, Get).Requires(Role.Viewer).WithSummary("The Prometheus of a cluster, without its credentials");
        prometheus.MapPut(Path, Put).Requires(Role.Admin).WithSummary("Sets the Prometheus of a cluster: url or service, and bearerToken, or user and password, and caPem");
        prometheus.MapDelete(Path, Delete).Requires(Role.Admin).WithSummary("Removes the Prometheus that was set for a cluster; the settings' entry counts again");
        prometheus.MapPost(Path + "/test", TestAsync).Requires(Role.Admin).WithSummary("Tests a Prometheus before it is set, and tells what it knows");
        return app;
    }

    private static Results<Ok<PrometheusSetting>, ProblemHttpResult> Get([FromQuery] string? cluster, ClusterCatalogue clusters, PrometheusEndpoints endpoints) => Guard<Ok<PrometheusSetting>>(
        clusters, cluster, name => endpoints.Get(name) is { } found
            ? TypedResults.Ok(found)
            : TypedResults.Problem($"No Prometheus is set for {name}, here or in MeshLab:Prometheus.", statusCode: StatusCodes.Status404NotFound, title: "No Prometheus"));

    private static Results<Ok<PrometheusSetting>, ProblemHttpResult> Put([FromBody] PrometheusInput input, ClusterCatalogue clusters, PrometheusEndpoints endpoints) => Guard<Ok<PrometheusSetting>>(
        clusters, input.Cluster, name =>
        {
            endpoints.Set(Complete(input));
            return TypedResults.Ok(endpoints.Get(name)!);
        });

    private static Results<NoContent, ProblemHttpResult> Delete([FromQuery] string? cluster, ClusterCatalogue clusters, PrometheusEndpoints endpoints) => Guard<NoContent>(
        clusters, cluster, name => endpoints.Remove(name)
            ? TypedResults.NoContent()
            : TypedResults.Problem($"No Prometheus was set here for {name}.", statusCode: StatusCodes.Status404NotFound, title: "No Prometheus"));

    private static async Task<Results<Ok<PrometheusFindings>, ProblemHttpResult>> TestAsync(
        [FromBody] PrometheusInput input, ClusterCatalogue clusters, PrometheusProbe probe, CancellationToken cancellationToken) =>
        clusters.Find(input.Cluster ?? "") is null ? Unknown(input.Cluster) : TypedResults.Ok(await probe.TestAsync(Complete(input), cancellationToken));

    /// <summary>What a document leaves out comes as null, whatever the record says.</summary>
    private static PrometheusInput Complete(PrometheusInput input) => input with { Url = input.Url ?? "", Service = input.Service ?? "", Selector = input.Selector ?? "", User = input.User ?? "" };

    private static Results<TResult, ProblemHttpResult> Guard<TResult>(ClusterCatalogue clusters, string? cluster, Func<string, Results<TResult, ProblemHttpResult>> act)
        where TResult : IResult
    {
        if (cluster is null || clusters.Find(cluster) is null)
        {
            return Unknown(cluster);
        }

        try
        {
            return act(cluster);
        }
        catch (ClusterException error)
        {
            return TypedResults.Problem(error.Message, statusCode: StatusCodes.Status400BadRequest, title: "This Prometheus cannot be set");
        }
    }

    private static ProblemHttpResult Unknown(string? cluster) =>
        TypedResults.Problem($"There is no target cluster named {cluster}. GET /api/v1/clusters lists them.", statusCode: StatusCodes.Status404NotFound, title: "No such cluster.");
}
