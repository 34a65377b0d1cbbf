using System.Globalization;
using MeshLab.Core.Audit;
using MeshLab.Core.Backups;
using MeshLab.Core.Storage;
using MeshLab.Web.Hosting.Access;
using Microsoft.AspNetCore.Http.HttpResults;

namespace MeshLab.Web.Api;

/// <summary>Backups over HTTP.</summary>
public static class BackupApi
{
    /// <summary>Maps <c>/api/v1/backup</c>.</summary>
    public static IEndpointRouteBuilder MapBackupApi(this IEndpointRouteBuilder app)
    {
        app.MapGet("/api/v1/backup", DownloadAsync).Requires(Role.Admin).WithTags("Operations").WithSummary("A checked backup of the database, the keys of stored secrets and imported roadmaps, as one ZIP archive");
        return app;
    }

    /// <summary>A page of another origin may not make a browser download keys, though it could not read them: a backup also costs time and disk.</summary>
    private static async Task<Results<FileStreamHttpResult, ProblemHttpResult>> DownloadAsync(
        HttpContext context, BackupService backups, DataDirectory directory, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (context.Request.Headers["Sec-Fetch-Site"] is [{ Length: > 0 } site] && site is not ("same-origin" or "none"))
        {
            return TypedResults.Problem("Only MeshLab's own pages and programs may ask for a backup.", statusCode: StatusCodes.Status403Forbidden, title: "Cross-origin request refused");
        }

        var file = Path.Combine(directory.Path, $"backup-{Guid.NewGuid():N}.zip");
        try
        {
            await backups.CreateAsync(file, cancellationToken);
        }
        catch (StorageException error)
        {
            return TypedResults.Problem(error.Message, statusCode: StatusCodes.Status503ServiceUnavailable, title: "No backup was made");
        }

        context.Response.Headers.CacheControl = "no-store";
        var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        return TypedResults.File(stream, "application/zip", $"meshlab-{clock.GetUtcNow().ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture)}.zip");
    }
}
