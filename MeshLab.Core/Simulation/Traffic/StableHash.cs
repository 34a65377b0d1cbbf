namespace MeshLab.Core.Simulation.Traffic;

/// <summary>A hash that is the same in every process (FNV-1a, 32 bits).</summary>
internal static class StableHash
{
    public static uint Of(string text)
    {
        var hash = 2166136261u;
        foreach (var character in text)
        {
            hash = (hash ^ character) * 16777619u;
        }

        return hash;
    }
}
