using System.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace MeshLab.Core.Storage;

/// <summary>Transactions that mean the same in both databases.</summary>
internal static class Transactions
{
    /// <summary>A transaction whose queries all see the database as it is at the first of them, and which holds up no writer.</summary>
    public static Task<IDbContextTransaction> BeginReadingAsync(this MeshLabDbContext database, CancellationToken cancellationToken) =>
        database.Database.BeginTransactionAsync(database.Database.IsNpgsql() ? IsolationLevel.RepeatableRead : IsolationLevel.ReadUncommitted, cancellationToken);

    /// <summary>
    /// A transaction for what is read, thought about and written. SQLite has one such at a time; in PostgreSQL one at a time has
    /// <paramref name="what"/>, among all processes.
    /// </summary>
    public static async Task<IDbContextTransaction> BeginWritingAsync(this MeshLabDbContext database, WriterLock what, CancellationToken cancellationToken)
    {
        var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        if (database.Database.IsNpgsql())
        {
            await database.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({(long)what})", cancellationToken);
        }

        return transaction;
    }
}
