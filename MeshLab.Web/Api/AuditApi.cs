using System.Text.Json;
using MeshLab.Core.Audit;
using MeshLab.Web.Hosting.Access;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace MeshLab.Web.Api;

/// <summary><c>/api/v1/audit</c>: who did what to which cluster.</summary>
public static class AuditApi
{
    private const int DefaultEntries = 100;

    /// <summary>Maps the endpoints.</summary>
    public static IEndpointRouteBuilder MapAuditApi(this IEndpointRouteBuilder app)
    {
        var audit = app.MapGroup("/api/v1").WithTags("Audit");
        audit.MapGet("audit", ListAsync).Requires(Role.Viewer).WithName("ListAudit").WithSummary("The newest deeds first; ?before= takes the next page's number");
        audit.MapGet("audit.csv", (AuditTrail trail, [AsParameters] AuditQuery query, CancellationToken cancellationToken) =>
            TypedResults.Stream(stream => WriteCsvAsync(stream, trail, query.Filter, cancellationToken), "text/csv; charset=utf-8", "meshlab-audit.csv"))
            .Requires(Role.Admin).WithName("ExportAuditCsv").WithSummary("All deeds, or those of the filter, as CSV").Produces<string>(contentType: "text/csv");
        audit.MapGet("audit.json", (AuditTrail trail, [AsParameters] AuditQuery query, CancellationToken cancellationToken) =>
            TypedResults.Stream(stream => JsonSerializer.SerializeAsync(stream, AllAsync(trail, query.Filter, cancellationToken), JsonSerializerOptions.Web, cancellationToken), "application/json", "meshlab-audit.json"))
            .Requires(Role.Admin).WithName("ExportAuditJson").WithSummary("All deeds, or those of the filter, as JSON").Produces<IReadOnlyList<AuditEntry>>();
        return app;
    }

    private static async Task<Ok<AuditPage>> ListAsync(AuditTrail trail, [AsParameters] AuditQuery query, [FromQuery] long? before, [FromQuery] int? take, CancellationToken cancellationToken)
    {
        var wanted = Math.Clamp(take ?? DefaultEntries, 1, AuditTrail.LargestPage);
        var found = await trail.ListAsync(query.Filter, before, wanted, cancellationToken);
        return TypedResults.Ok(new AuditPage(found, found.Count == wanted ? found[^1].Id : null));
    }

    private static async Task WriteCsvAsync(Stream stream, AuditTrail trail, AuditFilter filter, CancellationToken cancellationToken)
    {
        await using var writer = new StreamWriter(stream, leaveOpen: true) { NewLine = "\r\n" };
        await writer.WriteLineAsync(AuditCsv.Header.AsMemory(), cancellationToken);
        await foreach (var entry in AllAsync(trail, filter, cancellationToken))
        {
            await writer.WriteLineAsync(AuditCsv.Line(entry).AsMemory(), cancellationToken);
        }
    }

    private static async IAsyncEnumerable<AuditEntry> AllAsync(AuditTrail trail, AuditFilter filter, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        long? before = null;
        while (await trail.ListAsync(filter, before, AuditTrail.LargestPage, cancellationToken) is { Count: > 0 } entries)
        {
            foreach (var entry in entries)
            {
                yield return entry;
            }

            before = entries[^1].Id;
        }
    }
}

/// <summary>A page of the audit log.</summary>
/// <param name="Entries">The newest first.</param>
/// <param name="Next">What <c>before</c> must be for the next page; null when this is the last.</param>
public sealed record AuditPage(IReadOnlyList<AuditEntry> Entries, long? Next);

/// <summary>The filter of the audit log as a query.</summary>
/// <param name="Deed">A deed or the beginning of deeds, e.g. <c>run.</c>.</param>
/// <param name="Cluster">A target cluster.</param>
/// <param name="Who">A name.</param>
/// <param name="From">Not before.</param>
/// <param name="To">Before.</param>
public sealed record AuditQuery([FromQuery] string? Deed, [FromQuery] string? Cluster, [FromQuery] string? Who, [FromQuery] DateTimeOffset? From, [FromQuery] DateTimeOffset? To)
{
    internal AuditFilter Filter => new(Deed, Cluster, Who, From, To);
}
