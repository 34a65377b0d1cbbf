using MeshLab.Core.Measurements.Counters;
using Microsoft.Data.Sqlite;

namespace MeshLab.Core.Measurements.Store;

/// <summary>The prepared statement that adds samples to their minutes.</summary>
internal sealed class MinuteWriter : IDisposable
{
    // A sum stays null only while no part of it had a value; MIN and MAX of two values are null if either is.
    private const string Upsert = """
        INSERT INTO UsageMinutes (SeriesId, Minute, CoveredMs, CpuCoreMs, CpuMin, CpuMax, MemoryByteMs, MemoryMin, MemoryMax)
        VALUES ($id, $minute, $covered, $cpu, $cores, $cores, $memory, $bytes, $bytes)
        ON CONFLICT (SeriesId, Minute) DO UPDATE SET
            CoveredMs = CoveredMs + excluded.CoveredMs,
            CpuCoreMs = IFNULL(CpuCoreMs + excluded.CpuCoreMs, IFNULL(CpuCoreMs, excluded.CpuCoreMs)),
            CpuMin = IFNULL(MIN(CpuMin, excluded.CpuMin), IFNULL(CpuMin, excluded.CpuMin)),
            CpuMax = IFNULL(MAX(CpuMax, excluded.CpuMax), IFNULL(CpuMax, excluded.CpuMax)),
            MemoryByteMs = IFNULL(MemoryByteMs + excluded.MemoryByteMs, IFNULL(MemoryByteMs, excluded.MemoryByteMs)),
            MemoryMin = IFNULL(MIN(MemoryMin, excluded.MemoryMin), IFNULL(MemoryMin, excluded.MemoryMin)),
            MemoryMax = IFNULL(MAX(MemoryMax, excluded.MemoryMax), IFNULL(MemoryMax, excluded.MemoryMax))
        """;

    private readonly SqliteCommand _command;

    public MinuteWriter(SqliteConnection connection, SqliteTransaction transaction)
    {
        _command = connection.CreateCommand();
        _command.Transaction = transaction;
        _command.CommandText = Upsert;
        _command.Parameters.Add("$id", SqliteType.Integer);
        _command.Parameters.Add("$minute", SqliteType.Integer);
        _command.Parameters.Add("$covered", SqliteType.Integer);
        _command.Parameters.Add("$cpu", SqliteType.Real);
        _command.Parameters.Add("$cores", SqliteType.Real);
        _command.Parameters.Add("$memory", SqliteType.Real);
        _command.Parameters.Add("$bytes", SqliteType.Integer);
        _command.Prepare();
    }

    /// <summary>Adds the sample to every minute it touches, in proportion to its time there.</summary>
    public void Add(int seriesId, UsageSample sample)
    {
        var cores = sample.CpuCores;
        foreach (var (minute, ms) in BucketSplit.Over(sample.From.ToUnixTimeMilliseconds(), sample.To.ToUnixTimeMilliseconds(), BucketSplit.MinuteMs))
        {
            _command.Parameters[0].Value = seriesId;
            _command.Parameters[1].Value = minute;
            _command.Parameters[2].Value = ms;
            _command.Parameters[3].Value = (object?)(cores * ms) ?? DBNull.Value;
            _command.Parameters[4].Value = (object?)cores ?? DBNull.Value;
            _command.Parameters[5].Value = (object?)((double?)sample.MemoryBytes * ms) ?? DBNull.Value;
            _command.Parameters[6].Value = (object?)sample.MemoryBytes ?? DBNull.Value;
            _command.ExecuteNonQuery();
        }
    }

    public void Dispose() => _command.Dispose();
}
