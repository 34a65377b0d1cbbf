using MeshLab.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace MeshLab.Core.Audit;

/// <summary>Reads the audit log, and records deeds that have no transaction of their own to be recorded in.</summary>
public sealed class AuditTrail(IDbContextFactory<MeshLabDbContext> databases, TimeProvider clock)
{
    /// <summary>The largest page.</summary>
    public const int LargestPage = 1_000;

    /// <summary>Records a deed that was done, of whoever is behind this code.</summary>
    public async Task RecordAsync(string deed, string subject, IEnumerable<string>? clusters, string? detail, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        database.Add(AuditRow.Of(deed, subject, clock.GetUtcNow(), clusters, detail));
        await database.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Entries older than <paramref name="before"/> (by id; null for the newest), the newest first; at most <see cref="LargestPage"/>.</summary>
    public async Task<IReadOnlyList<AuditEntry>> ListAsync(AuditFilter filter, long? before, int take, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var rows = database.Set<AuditRow>().AsNoTracking();
        if (before is { } id)
        {
            rows = rows.Where(row => row.Id < id);
        }

        if (filter.Deed is { Length: > 0 } deed)
        {
            // Not StartsWith, which becomes LIKE and passes over case in SQLite only.
            rows = rows.Where(row => row.Deed.Substring(0, deed.Length) == deed);
        }

        if (filter.Cluster is { Length: > 0 } cluster)
        {
            var whole = $"\n{cluster}\n";
            rows = rows.Where(row => ("\n" + row.Clusters).Contains(whole));
        }

        if (filter.Who is { Length: > 0 } who)
        {
            rows = rows.Where(row => row.Who == who);
        }

        if (filter.From is { } from)
        {
            rows = rows.Where(row => row.At >= from);
        }

        if (filter.To is { } to)
        {
            rows = rows.Where(row => row.At < to);
        }

        var found = await rows.OrderByDescending(row => row.Id).Take(Math.Clamp(take, 0, LargestPage)).ToListAsync(cancellationToken);
        return [.. found.Select(Of)];
    }

    private static AuditEntry Of(AuditRow row) =>
        new(row.Id, row.At, row.Who, row.Address, row.Client, row.Deed, row.Subject, row.Clusters.Split('\n', StringSplitOptions.RemoveEmptyEntries), row.Detail);
}
