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
}
