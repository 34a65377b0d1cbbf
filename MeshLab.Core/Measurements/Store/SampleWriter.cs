using System.Data.Common;
using MeshLab.Core.Measurements.Counters;

namespace MeshLab.Core.Measurements.Store;

/// <summary>The prepared statement that adds raw samples to SQLite.</summary>
internal sealed class SampleWriter(DbConnection connection) : IDisposable
{
    private readonly Statement _insert = Statement.On(connection, "INSERT OR IGNORE INTO UsageSamples (SeriesId, EndMs, LengthMs, CpuCores, MemoryBytes) VALUES (?1, ?2, ?3, ?4, ?5)");

    /// <summary>False when the series has a sample with that end already.</summary>
    public bool Insert(int seriesId, long fromMs, long toMs, UsageSample sample)
    {
        _insert.Bind(1, seriesId);
        _insert.Bind(2, toMs);
        _insert.Bind(3, toMs - fromMs);
        _insert.Bind(4, sample.CpuCores);
        _insert.Bind(5, sample.MemoryBytes);
        return _insert.Execute() > 0;
    }

    public void Dispose() => _insert.Dispose();
}
