using MeshLab.Core.Measurements.Counters;
using Microsoft.Data.Sqlite;

namespace MeshLab.Core.Measurements.Store;

/// <summary>The prepared statement that adds raw samples.</summary>
internal sealed class SampleWriter : IDisposable
{
    private readonly SqliteCommand _command;

    public SampleWriter(SqliteConnection connection, SqliteTransaction transaction)
    {
        _command = connection.CreateCommand();
        _command.Transaction = transaction;
        _command.CommandText = "INSERT OR IGNORE INTO UsageSamples (SeriesId, EndMs, LengthMs, CpuCores, MemoryBytes) VALUES ($id, $end, $length, $cpu, $memory)";
        _command.Parameters.Add("$id", SqliteType.Integer);
        _command.Parameters.Add("$end", SqliteType.Integer);
        _command.Parameters.Add("$length", SqliteType.Integer);
        _command.Parameters.Add("$cpu", SqliteType.Real);
        _command.Parameters.Add("$memory", SqliteType.Integer);
        _command.Prepare();
    }

    /// <summary>False when the series has a sample with that end already.</summary>
    public bool Insert(int seriesId, UsageSample sample)
    {
        _command.Parameters[0].Value = seriesId;
        _command.Parameters[1].Value = sample.To.ToUnixTimeMilliseconds();
        _command.Parameters[2].Value = (long)(sample.To - sample.From).TotalMilliseconds;
        _command.Parameters[3].Value = (object?)sample.CpuCores ?? DBNull.Value;
        _command.Parameters[4].Value = (object?)sample.MemoryBytes ?? DBNull.Value;
        return _command.ExecuteNonQuery() > 0;
    }

    public void Dispose() => _command.Dispose();
}
