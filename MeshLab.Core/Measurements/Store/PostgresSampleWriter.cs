using MeshLab.Core.Measurements.Counters;
using Npgsql;
using NpgsqlTypes;

namespace MeshLab.Core.Measurements.Store;

/// <summary>Adds raw samples to PostgreSQL, a round in one statement whose columns are sent as binary arrays.</summary>
internal static class PostgresSampleWriter
{
    private const string Text = """
        INSERT INTO UsageSamples (SeriesId, EndMs, LengthMs, CpuCores, MemoryBytes)
        SELECT * FROM unnest($1, $2, $3, $4, $5)
        ON CONFLICT DO NOTHING
        RETURNING SeriesId, EndMs
        """;

    /// <summary>Inserts those that are not there yet.</summary>
    /// <returns>Series and end of those that were not there.</returns>
    public static HashSet<(int SeriesId, long EndMs)> Insert(NpgsqlConnection connection, IReadOnlyList<(int SeriesId, long FromMs, long ToMs, UsageSample Sample)> rows)
    {
        using var command = new NpgsqlCommand(Text, connection);
        Add(NpgsqlDbType.Integer, rows.Select(row => row.SeriesId));
        Add(NpgsqlDbType.Bigint, rows.Select(row => row.ToMs));
        Add(NpgsqlDbType.Integer, rows.Select(row => (int)(row.ToMs - row.FromMs)));
        Add(NpgsqlDbType.Double, rows.Select(row => row.Sample.CpuCores));
        Add(NpgsqlDbType.Bigint, rows.Select(row => row.Sample.MemoryBytes));
        using var reader = command.ExecuteReader();
        var inserted = new HashSet<(int, long)>(rows.Count);
        while (reader.Read())
        {
            inserted.Add((reader.GetInt32(0), reader.GetInt64(1)));
        }

        return inserted;

        void Add<T>(NpgsqlDbType type, IEnumerable<T> values) => command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | type, Value = values.ToArray() });
    }
}
