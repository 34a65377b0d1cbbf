using Npgsql;

namespace MeshLab.Core;

/// <summary>The PostgreSQL database that several processes may share, for what needs connections of its own: the change feed and the scheduler.</summary>
public sealed class SharedDatabase(string? connectionString) : IAsyncDisposable
{
    /// <summary>Where connections come from; null when the database is a SQLite file.</summary>
    public NpgsqlDataSource? Source { get; } = connectionString is null ? null : NpgsqlDataSource.Create(connectionString);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Source?.DisposeAsync() ?? ValueTask.CompletedTask;
}
