using MeshLab.Core.Measurements.Classification;

namespace MeshLab.Core.Measurements.Store;

/// <summary>A series as the database has it.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Class">Its class and requests.</param>
/// <param name="FirstMs">The stored start of its first sample, in Unix milliseconds.</param>
/// <param name="LastMs">The stored end of its last sample, in Unix milliseconds.</param>
internal sealed record KnownSeries(int Id, ContainerClass Class, long FirstMs, long LastMs);
