using MeshLab.Core.Storage.Postgres;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace MeshLab.Core.Storage.Moves;

/// <summary>A table that both databases have. Names are those of SQLite; PostgreSQL folds them to lower case.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Columns">Its columns.</param>
/// <param name="Key">The names of the columns of its primary key.</param>
/// <param name="Counted">The column whose numbers the database gives out; null when there is none.</param>
internal sealed record TableShape(string Name, IReadOnlyList<(string Name, ColumnKind Kind)> Columns, IReadOnlyList<string> Key, string? Counted)
{
    /// <summary>All of them, those that others refer to first.</summary>
    public static IReadOnlyList<TableShape> All()
    {
        using var sqlite = new MeshLabDbContext(new DbContextOptionsBuilder<MeshLabDbContext>().UseSqlite("Data Source=:memory:").Options);
        using var postgres = new PostgresDbContext(new DbContextOptionsBuilder<PostgresDbContext>().UseNpgsql("Host=none;Database=none").Options);
        var folded = postgres.Model.GetRelationalModel().Tables.ToDictionary(table => table.Name, StringComparer.OrdinalIgnoreCase);
        var left = sqlite.Model.GetRelationalModel().Tables.OrderBy(table => table.Name, StringComparer.Ordinal).ToList();
        var ordered = new List<ITable>();
        while (left.Count > 0)
        {
            var next = left.First(table => table.ForeignKeyConstraints.All(key => key.PrincipalTable == table || ordered.Contains(key.PrincipalTable)));
            ordered.Add(next);
            left.Remove(next);
        }

        return [.. ordered.Select(table => Of(table, folded[table.Name]))];
    }

    private static TableShape Of(ITable table, ITable folded)
    {
        var types = folded.Columns.ToDictionary(column => column.Name, column => column.StoreType, StringComparer.OrdinalIgnoreCase);
        var key = table.PrimaryKey!.Columns;
        var counted = key is [{ PropertyMappings: [{ Property: { ValueGenerated: ValueGenerated.OnAdd } property }, ..] } only] && property.ClrType != typeof(string) && property.ClrType != typeof(Guid)
            ? only.Name
            : null;
        return new(table.Name, [.. table.Columns.Select(column => (column.Name, KindOf(types[column.Name], table, column)))], [.. key.Select(column => column.Name)], counted);
    }

    private static ColumnKind KindOf(string type, ITable table, IColumn column) => type switch
    {
        "bigint" => ColumnKind.Integer,
        "integer" or "smallint" => ColumnKind.ShortInteger,
        "boolean" => ColumnKind.Boolean,
        "double precision" => ColumnKind.Real,
        "text" => ColumnKind.Text,
        "bytea" => ColumnKind.Bytes,
        _ when type.StartsWith("character varying", StringComparison.Ordinal) => ColumnKind.Text,
        _ => throw new NotSupportedException($"The column {table.Name}.{column.Name} is of the type {type}, which cannot be moved yet."),
    };
}
