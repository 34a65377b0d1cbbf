using System.Data.Common;

namespace MeshLab.Core.Measurements.Store;

/// <summary>The prepared statement that adds sums to minutes in SQLite.</summary>
internal sealed class SqliteMinuteWriter(DbConnection connection) : MinuteWriter
{
    // A sum stays null only while no part of it had a value; MIN and MAX of two values are null if either is.
    private readonly Statement _upsert = Statement.On(connection, """
        INSERT INTO UsageMinutes (SeriesId, Minute, CoveredMs, CpuCoreMs, CpuMin, CpuMax, MemoryByteMs, MemoryMin, MemoryMax)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
        ON CONFLICT (SeriesId, Minute) DO UPDATE SET
            CoveredMs = CoveredMs + excluded.CoveredMs,
            CpuCoreMs = IFNULL(CpuCoreMs + excluded.CpuCoreMs, IFNULL(CpuCoreMs, excluded.CpuCoreMs)),
            CpuMin = IFNULL(MIN(CpuMin, excluded.CpuMin), IFNULL(CpuMin, excluded.CpuMin)),
            CpuMax = IFNULL(MAX(CpuMax, excluded.CpuMax), IFNULL(CpuMax, excluded.CpuMax)),
            MemoryByteMs = IFNULL(MemoryByteMs + excluded.MemoryByteMs, IFNULL(MemoryByteMs, excluded.MemoryByteMs)),
            MemoryMin = IFNULL(MIN(MemoryMin, excluded.MemoryMin), IFNULL(MemoryMin, excluded.MemoryMin)),
            MemoryMax = IFNULL(MAX(MemoryMax, excluded.MemoryMax), IFNULL(MemoryMax, excluded.MemoryMax))
        """);

    public override void Add(long seriesId, long minute, in MinuteSum sum)
    {
        _upsert.Bind(1, seriesId);
        _upsert.Bind(2, minute);
        _upsert.Bind(3, sum.CoveredMs);
        _upsert.Bind(4, sum.CpuCoreMs);
        _upsert.Bind(5, sum.CpuMin);
        _upsert.Bind(6, sum.CpuMax);
        _upsert.Bind(7, sum.MemoryByteMs);
        _upsert.Bind(8, sum.MemoryMin);
        _upsert.Bind(9, sum.MemoryMax);
        _upsert.Execute();
    }

    public override void Flush()
    {
        // Every sum was written when it was added.
    }

    public override void Dispose() => _upsert.Dispose();
}
