using MeshLab.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace MeshLab.Tests.Storage;

/// <summary>Has a database refuse some writes, by a trigger, as long as this is not disposed of.</summary>
internal sealed class RefusedWrite : IAsyncDisposable
{
    private const string Name = "refusedwrite";

    private readonly MeshLabDbContext _database;
    private readonly string _table;

    private RefusedWrite(MeshLabDbContext database, string table) => (_database, _table) = (database, table);

    /// <summary>Refuses, e.g., <c>INSERT</c> or <c>UPDATE OF Column</c> on a table where a condition on <c>NEW</c> holds.</summary>
    public static async Task<RefusedWrite> BeginAsync(MeshLabDbContext database, string write, string table, string condition, string message)
    {
        var statement = database.Database.IsNpgsql()
            ? $"""
                CREATE FUNCTION {Name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{message}'; END $$;
                CREATE TRIGGER {Name} BEFORE {write} ON {table} FOR EACH ROW WHEN ({condition}) EXECUTE FUNCTION {Name}()
                """
            : $"CREATE TRIGGER {Name} BEFORE {write} ON {table} WHEN {condition} BEGIN SELECT RAISE(ABORT, '{message}'); END";
#pragma warning disable EF1002 // Texts of the tests.
        await database.Database.ExecuteSqlRawAsync(statement);
#pragma warning restore EF1002
        return new RefusedWrite(database, table);
    }

    public async ValueTask DisposeAsync()
    {
#pragma warning disable EF1002
        await _database.Database.ExecuteSqlRawAsync(_database.Database.IsNpgsql() ? $"DROP TRIGGER {Name} ON {_table}; DROP FUNCTION {Name}()" : $"DROP TRIGGER {Name}");
#pragma warning restore EF1002
    }
}
