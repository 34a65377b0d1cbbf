using MeshLab.Core.Storage.Postgres;
using Microsoft.EntityFrameworkCore;

namespace MeshLab.Core.Storage.Processes;

/// <summary>
/// Tells which of the processes that share a database are alive, and which of them plays a part that one plays for all. A process is alive
/// while it renews its row, by the database's clock. With SQLite there is one process, which the data directory's lock sees to: it is
/// alive and plays every part.
/// </summary>
public sealed class ProcessLeases(IDbContextFactory<MeshLabDbContext> databases, DatabaseSettings settings, DataDirectory directory, TimeProvider clock)
{
    /// <summary>How long a process is believed to be alive after it last said so.</summary>
    public static readonly TimeSpan TimeToLive = TimeSpan.FromSeconds(15);

    /// <summary>How often it says so.</summary>
    public static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(2);

    /// <summary>After this long without an answer of the database a process takes itself for dead, before others do.</summary>
    public static readonly TimeSpan GiveUpAfter = TimeSpan.FromSeconds(11);

    private const string Now = "(extract(epoch FROM clock_timestamp()) * 1000)::bigint";

    private readonly Lazy<string> _owner = new(() => ProcessName.Create(settings.IsPostgres ? directory.Identity() : null));
    private long _renewedAt = clock.GetTimestamp();
    private volatile bool _joined;

    /// <summary>The name of this process, which no other has or had. <see cref="ProcessName"/> reads it. The data directory has to be open.</summary>
    public string Owner => _owner.Value;

    /// <summary>Whether several processes may share the database.</summary>
    public bool Shared => settings.IsPostgres;

    /// <summary>Whether this process may still believe that others take it for alive. One that has not entered itself yet has nothing to lose.</summary>
    public bool Alive => !Shared || !_joined || clock.GetElapsedTime(Interlocked.Read(ref _renewedAt)) < GiveUpAfter;

    /// <summary>Enters this process, in the place of an earlier one on the same data directory, which cannot be alive as this one holds its lock.</summary>
    public async Task JoinAsync(CancellationToken cancellationToken)
    {
        if (!Shared)
        {
            return;
        }

        var asked = clock.GetTimestamp();
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var home = directory.Identity();
        await ExecuteAsync(
            database,
            $"""
            DELETE FROM processes WHERE directory = @home AND owner <> @owner OR aliveuntilms < {Now} - 86400000;
            INSERT INTO processes (owner, directory, startedatms, aliveuntilms) VALUES (@owner, @home, {Now}, {Now} + @ttl)
                ON CONFLICT (owner) DO UPDATE SET aliveuntilms = excluded.aliveuntilms
            """,
            cancellationToken, ("owner", Owner), ("home", home), ("ttl", (long)TimeToLive.TotalMilliseconds));
        Interlocked.Exchange(ref _renewedAt, asked);
        _joined = true;
    }

    /// <summary>Says that this process is alive.</summary>
    public async Task RenewAsync(CancellationToken cancellationToken)
    {
        var asked = clock.GetTimestamp();
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        var known = await ExecuteAsync(
            database, $"UPDATE processes SET aliveuntilms = {Now} + @ttl WHERE owner = @owner", cancellationToken, ("owner", Owner), ("ttl", (long)TimeToLive.TotalMilliseconds));
        if (known == 0)
        {
            await JoinAsync(cancellationToken);
            return;
        }

        Interlocked.Exchange(ref _renewedAt, asked);
    }

    /// <summary>Says that this process ends, so that others need not wait for it.</summary>
    public async Task LeaveAsync(CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        await ExecuteAsync(database, "DELETE FROM processroles WHERE owner = @owner; DELETE FROM processes WHERE owner = @owner", cancellationToken, ("owner", Owner));
    }

    /// <summary>The names of those that are alive; this one is among them.</summary>
    public async Task<IReadOnlySet<string>> LivingAsync(CancellationToken cancellationToken)
    {
        var living = new HashSet<string>(StringComparer.Ordinal) { Owner };
        if (Shared)
        {
            await using var database = await databases.CreateDbContextAsync(cancellationToken);
            living.UnionWith(await database.Database.SqlQueryRaw<string>($"SELECT owner AS \"Value\" FROM processes WHERE aliveuntilms > {Now}").ToListAsync(cancellationToken));
        }

        return living;
    }

    /// <summary>Takes a part, or keeps it.</summary>
    /// <returns>False while another living process plays it.</returns>
    public async Task<bool> TakeRoleAsync(string role, CancellationToken cancellationToken)
    {
        if (!Shared)
        {
            return true;
        }

        if (!Alive)
        {
            return false;
        }

        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        return await ExecuteAsync(
            database,
            $"""
            INSERT INTO processroles AS r (name, owner) VALUES (@role, @owner)
                ON CONFLICT (name) DO UPDATE SET owner = excluded.owner, told = CASE WHEN r.owner = excluded.owner THEN r.told END
                WHERE r.owner = excluded.owner OR NOT EXISTS (SELECT 1 FROM processes p WHERE p.owner = r.owner AND p.aliveuntilms > {Now})
            """,
            cancellationToken, ("role", role), ("owner", Owner)) > 0;
    }

    /// <summary>Tells the other processes something of a part that this one plays, in place of what was told before.</summary>
    /// <param name="role">The part.</param>
    /// <param name="told">JSON.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>False when another plays it.</returns>
    public async Task<bool> TellAsync(string role, string told, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        return await ExecuteAsync(
            database, "UPDATE processroles SET told = @told WHERE name = @role AND owner = @owner", cancellationToken, ("role", role), ("owner", Owner), ("told", PostgresText.Tidy(told))) > 0;
    }

    /// <summary>The living process that plays a part, and what it told of it; null when none does.</summary>
    public async Task<RolePlayer?> PlayerAsync(string role, CancellationToken cancellationToken)
    {
        await using var database = await databases.CreateDbContextAsync(cancellationToken);
        return (await database.Database.SqlQueryRaw<RolePlayer>(
            $"SELECT r.owner AS \"Owner\", r.told AS \"Told\" FROM processroles r JOIN processes p ON p.owner = r.owner WHERE r.name = {{0}} AND p.aliveuntilms > {Now}", role).ToListAsync(cancellationToken)).FirstOrDefault();
    }

    /// <summary>Makes sure, within a transaction and until its end, that this process plays a part.</summary>
    /// <exception cref="LeaseLostException">Another plays it; while nobody does, anybody may write.</exception>
    public async Task HoldRoleAsync(MeshLabDbContext database, string role, CancellationToken cancellationToken)
    {
        if (Shared && (await database.Database.SqlQuery<string>($"SELECT owner AS \"Value\" FROM processroles WHERE name = {role} FOR SHARE").ToListAsync(cancellationToken)).Exists(owner => owner != Owner))
        {
            throw new LeaseLostException(role);
        }
    }

    private static async Task<int> ExecuteAsync(MeshLabDbContext database, string sql, CancellationToken cancellationToken, params (string Name, object Value)[] parameters)
    {
        await database.Database.OpenConnectionAsync(cancellationToken);
        await using var command = database.Database.GetDbConnection().CreateCommand();
#pragma warning disable CA2100 // Constant texts of this class.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }

        return await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
