using MeshLab.Core.Storage;
using MeshLab.Core.Storage.Processes;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace MeshLab.Core.Runs.Journal;

/// <summary>
/// Keeps the changes of a run apart. SQLite has one writer at a time; in PostgreSQL the run's row is locked until the transaction ends. There,
/// a process may also find that another has taken the run over because it was believed dead: then it must not write.
/// </summary>
internal sealed class RunFence(ProcessLeases processes)
{
    /// <summary>Begins a transaction that has the run to itself.</summary>
    public async Task<IDbContextTransaction> BeginAsync(MeshLabDbContext database, long runId, CancellationToken cancellationToken)
    {
        var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        await OwnerAsync(database, runId, cancellationToken);
        return transaction;
    }

    /// <summary>The same for what only the process may write that carries the run out.</summary>
    /// <exception cref="LeaseLostException">Another process carries it out.</exception>
    public async Task<IDbContextTransaction> BeginAsOwnerAsync(MeshLabDbContext database, long runId, CancellationToken cancellationToken)
    {
        var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        if (await IsOthersAsync(database, runId, cancellationToken))
        {
            await transaction.DisposeAsync();
            throw new LeaseLostException($"run {runId}");
        }

        return transaction;
    }

    /// <summary>Whether another process carries the run out; locks the run for the rest of the transaction.</summary>
    public async Task<bool> IsOthersAsync(MeshLabDbContext database, long runId, CancellationToken cancellationToken) =>
        await OwnerAsync(database, runId, cancellationToken) is { } owner && owner != processes.Owner;

    private async Task<string?> OwnerAsync(MeshLabDbContext database, long runId, CancellationToken cancellationToken) => processes.Shared
        ? (await database.Database.SqlQuery<string?>($"SELECT owner AS \"Value\" FROM runs WHERE id = {runId} FOR UPDATE").ToListAsync(cancellationToken)).FirstOrDefault()
        : null;
}
