using System.Globalization;
using MeshLab.Core.Audit;
using MeshLab.Core.Changes;
using MeshLab.Core.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace MeshLab.Core.Measurements.Sampling;

/// <summary>The sampling interval: as configured until somebody sets another, which is kept in the database.</summary>
public sealed class SamplingSettings(IDbContextFactory<MeshLabDbContext> databases, IOptions<MeshLabOptions> options, ChangeFeed changes, TimeProvider clock)
{
    /// <summary>The shortest interval.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromSeconds(2);

    /// <summary>The longest interval.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    private TimeSpan? _interval;

    /// <summary>The interval in force.</summary>
    public async Task<TimeSpan> GetIntervalAsync(CancellationToken cancellationToken)
    {
        if (_interval is { } known)
        {
            return known;
        }

        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var row = await database.Set<SamplingSettingRow>().AsNoTracking().FirstOrDefaultAsync(row => row.Id == SamplingSettingRow.OnlyId, cancellationToken);
        var configured = row is null ? options.Value.SamplingInterval : TimeSpan.FromMilliseconds(row.IntervalMs);
        var interval = configured < Shortest ? Shortest : configured > Longest ? Longest : configured;

        // With PostgreSQL, another process may set another.
        _interval = database.Database.IsNpgsql() ? null : interval;
        return interval;
    }

    /// <summary>Sets the interval for this and later starts; samplers follow at once.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not between <see cref="Shortest"/> and <see cref="Longest"/>.</exception>
    public async Task SetIntervalAsync(TimeSpan interval, CancellationToken cancellationToken)
    {
        Actor.Require(Role.Operator);
        if (interval < Shortest || interval > Longest)
        {
            throw new ArgumentOutOfRangeException(nameof(interval), interval, $"The sampling interval is {Shortest.TotalSeconds} seconds to {Longest.TotalMinutes} minutes.");
        }

        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var row = await database.Set<SamplingSettingRow>().FirstOrDefaultAsync(row => row.Id == SamplingSettingRow.OnlyId, cancellationToken);
        if (row is null)
        {
            database.Add(new SamplingSettingRow { IntervalMs = (int)interval.TotalMilliseconds });
        }
        else
        {
            row.IntervalMs = (int)interval.TotalMilliseconds;
        }

        database.Add(AuditRow.Of(AuditDeeds.SettingChanged, "sampling interval", clock.GetUtcNow(), detail: string.Create(CultureInfo.InvariantCulture, $"{interval.TotalSeconds} s")));
        await database.SaveChangesAsync(cancellationToken);
        _interval = database.Database.IsNpgsql() ? null : interval;
        changes.Publish(new SamplingIntervalChanged());
    }
}

/// <summary>The sampling interval changed: read it again.</summary>
public sealed record SamplingIntervalChanged;
