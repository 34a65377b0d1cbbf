namespace MeshLab.Core.Measurements.Store;

/// <summary>What a series used in a minute or a part of it. A sum is null only while no part of it had a value.</summary>
internal struct MinuteSum
{
    public long CoveredMs { get; private set; }

    public double? CpuCoreMs { get; private set; }

    public double? CpuMin { get; private set; }

    public double? CpuMax { get; private set; }

    public double? MemoryByteMs { get; private set; }

    public long? MemoryMin { get; private set; }

    public long? MemoryMax { get; private set; }

    /// <summary>Adds the part of a sample that lies in the minute.</summary>
    public void Add(long ms, double? cores, long? bytes)
    {
        CoveredMs += ms;
        if (cores is { } cpu)
        {
            CpuCoreMs = (CpuCoreMs ?? 0) + (cpu * ms);
            CpuMin = CpuMin is { } least ? Math.Min(least, cpu) : cpu;
            CpuMax = CpuMax is { } most ? Math.Max(most, cpu) : cpu;
        }

        if (bytes is { } memory)
        {
            MemoryByteMs = (MemoryByteMs ?? 0) + ((double)memory * ms);
            MemoryMin = MemoryMin is { } least ? Math.Min(least, memory) : memory;
            MemoryMax = MemoryMax is { } most ? Math.Max(most, memory) : memory;
        }
    }

    /// <summary>Adds another sum of the same minute.</summary>
    public void Add(in MinuteSum other)
    {
        CoveredMs += other.CoveredMs;
        CpuCoreMs = CpuCoreMs + other.CpuCoreMs ?? CpuCoreMs ?? other.CpuCoreMs;
        CpuMin = CpuMin < other.CpuMin ? CpuMin : other.CpuMin ?? CpuMin;
        CpuMax = CpuMax > other.CpuMax ? CpuMax : other.CpuMax ?? CpuMax;
        MemoryByteMs = MemoryByteMs + other.MemoryByteMs ?? MemoryByteMs ?? other.MemoryByteMs;
        MemoryMin = MemoryMin < other.MemoryMin ? MemoryMin : other.MemoryMin ?? MemoryMin;
        MemoryMax = MemoryMax > other.MemoryMax ? MemoryMax : other.MemoryMax ?? MemoryMax;
    }
}
