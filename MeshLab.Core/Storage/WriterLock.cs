namespace MeshLab.Core.Storage;

/// <summary>What only one transaction at a time may change in PostgreSQL. The numbers begin with "MeshLab" in ASCII, so that no other program is likely to use them.</summary>
internal enum WriterLock : long
{
    Samples = 0x4D65_7368_4C61_6201,
    ClusterLeases,
    Roadmap,
    Experiments,
    Access,
}
