using System.Runtime.InteropServices;
using Npgsql;
using NpgsqlTypes;

namespace MeshLab.Core.Measurements.Store;

/// <summary>Keeps sums together and adds them to the minutes in PostgreSQL with one statement, because a statement for each would be a journey to the server for each.</summary>
internal sealed class PostgresMinuteWriter(NpgsqlConnection connection) : MinuteWriter
{
    // GREATEST and LEAST pass over nulls, as these sums want it.
    private const string Upsert = """
        INSERT INTO UsageMinutes AS m (SeriesId, Minute, CoveredMs, CpuCoreMs, CpuMin, CpuMax, MemoryByteMs, MemoryMin, MemoryMax)
        SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9)
        ON CONFLICT (SeriesId, Minute) DO UPDATE SET
            CoveredMs = m.CoveredMs + excluded.CoveredMs,
            CpuCoreMs = COALESCE(m.CpuCoreMs + excluded.CpuCoreMs, m.CpuCoreMs, excluded.CpuCoreMs),
            CpuMin = LEAST(m.CpuMin, excluded.CpuMin),
            CpuMax = GREATEST(m.CpuMax, excluded.CpuMax),
            MemoryByteMs = COALESCE(m.MemoryByteMs + excluded.MemoryByteMs, m.MemoryByteMs, excluded.MemoryByteMs),
            MemoryMin = LEAST(m.MemoryMin, excluded.MemoryMin),
            MemoryMax = GREATEST(m.MemoryMax, excluded.MemoryMax)
        """;

    private readonly Dictionary<(int SeriesId, int Minute), MinuteSum> _sums = [];

    public override void Add(long seriesId, long minute, in MinuteSum sum)
    {
        ref var kept = ref CollectionsMarshal.GetValueRefOrAddDefault(_sums, ((int)seriesId, (int)minute), out _);
        kept.Add(sum);
    }

    public override void Flush()
    {
        if (_sums.Count == 0)
        {
            return;
        }

        // In the order of the key, so that two writers cannot wait for each other.
        var rows = _sums.OrderBy(row => row.Key).ToList();
        using var command = new NpgsqlCommand(Upsert, connection);
        Add(NpgsqlDbType.Integer, rows.Select(row => row.Key.SeriesId));
        Add(NpgsqlDbType.Integer, rows.Select(row => row.Key.Minute));
        Add(NpgsqlDbType.Integer, rows.Select(row => (int)row.Value.CoveredMs));
        Add(NpgsqlDbType.Double, rows.Select(row => row.Value.CpuCoreMs));
        Add(NpgsqlDbType.Double, rows.Select(row => row.Value.CpuMin));
        Add(NpgsqlDbType.Double, rows.Select(row => row.Value.CpuMax));
        Add(NpgsqlDbType.Double, rows.Select(row => row.Value.MemoryByteMs));
        Add(NpgsqlDbType.Bigint, rows.Select(row => row.Value.MemoryMin));
        Add(NpgsqlDbType.Bigint, rows.Select(row => row.Value.MemoryMax));
        command.ExecuteNonQuery();
        _sums.Clear();

        void Add<T>(NpgsqlDbType type, IEnumerable<T> values) => command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | type, Value = values.ToArray() });
    }

    public override void Dispose()
    {
        // What was not flushed belongs to a transaction that is given up.
    }
}
