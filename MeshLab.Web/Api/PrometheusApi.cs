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
        prometheus.MapGet(Path, GetAsync).Requires(Role.Viewer).WithSummary("The Prometheus of a cluster, without its credentials");
        prometheus.MapPut(Path, PutAsync).Requires(Role.Admin).WithSummary("Sets the Prometheus of a cluster: url or service, and bearerToken, or user and password, and caPem");
        prometheus.MapDelete(Path, DeleteAsync).Requires(Role.Admin).WithSummary("Removes the Prometheus that was set for a cluster; the settings' entry counts again");
        prometheus.MapPost(Path + "/test", TestAsync).Requires(Role.Admin).WithSummary("Tests a Prometheus before it is set, and tells what it knows");
        return app;
    }

    private static Task<Results<Ok<PrometheusSetting>, ProblemHttpResult>> GetAsync([FromQuery] string? cluster, ClusterCatalogue clusters, PrometheusEndpoints endpoints) => GuardAsync<Ok<PrometheusSetting>>(
        clusters, cluster, name => Task.FromResult<Results<Ok<PrometheusSetting>, ProblemHttpResult>>(endpoints.Get(name) is { } found
            ? TypedResults.Ok(found)
            : TypedResults.Problem($"No Prometheus is set for {name}, here or in MeshLab:Prometheus.", statusCode: StatusCodes.Status404NotFound, title: "No Prometheus")));

    private static Task<Results<Ok<PrometheusSetting>, ProblemHttpResult>> PutAsync(
        [FromBody] PrometheusInput input, ClusterCatalogue clusters, PrometheusEndpoints endpoints, CancellationToken cancellationToken) => GuardAsync<Ok<PrometheusSetting>>(
        clusters, input.Cluster, async name =>
        {
            await endpoints.SetAsync(Complete(input), cancellationToken);
            return TypedResults.Ok(endpoints.Get(name)!);
        });

    private static Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(
        [FromQuery] string? cluster, ClusterCatalogue clusters, PrometheusEndpoints endpoints, CancellationToken cancellationToken) => GuardAsync<NoContent>(
        clusters, cluster, async name => await endpoints.RemoveAsync(name, cancellationToken)
            ? TypedResults.NoContent()
            : TypedResults.Problem($"No Prometheus was set here for {name}.", statusCode: StatusCodes.Status404NotFound, title: "No Prometheus"));

    private static async Task<Results<Ok<PrometheusFindings>, ProblemHttpResult>> TestAsync(
        [FromBody] PrometheusInput input, ClusterCatalogue clusters, PrometheusProbe probe, CancellationToken cancellationToken) =>
        clusters.Find(input.Cluster ?? "") is null ? Unknown(input.Cluster) : TypedResults.Ok(await probe.TestAsync(Complete(input), cancellationToken));

    /// <summary>What a document leaves out comes as null, whatever the record says.</summary>
    private static PrometheusInput Complete(PrometheusInput input) => input with { Url = input.Url ?? "", Service = input.Service ?? "", Selector = input.Selector ?? "", User = input.User ?? "" };

    private static async Task<Results<TResult, ProblemHttpResult>> GuardAsync<TResult>(ClusterCatalogue clusters, string? cluster, Func<string, Task<Results<TResult, ProblemHttpResult>>> act)
        where TResult : IResult
    {
        if (cluster is null || clusters.Find(cluster) is null)
        {
            return Unknown(cluster);
        }

        try
        {
            return await act(cluster);
        }
        catch (ClusterException error)
        {
            return TypedResults.Problem(error.Message, statusCode: StatusCodes.Status400BadRequest, title: "This Prometheus cannot be set");
        }
    }

    private static ProblemHttpResult Unknown(string? cluster) =>
        TypedResults.Problem($"There is no target cluster named {cluster}. GET /api/v1/clusters lists them.", statusCode: StatusCodes.Status404NotFound, title: "No such cluster.");
}
