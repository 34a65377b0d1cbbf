using System.Text.Json;

namespace MeshLab.Core.Runs.Journal;

/// <summary>The JSON columns of the journal.</summary>
internal static class RunJson
{
    /// <summary>Sorted by key, so that equal maps are equal texts.</summary>
    public static string Write(IReadOnlyDictionary<string, string> map) => JsonSerializer.Serialize(new SortedDictionary<string, string>(map.ToDictionary(), StringComparer.Ordinal));

    public static string Write(IEnumerable<string> list) => JsonSerializer.Serialize(list);

    public static Dictionary<string, string> ReadMap(string json) => JsonSerializer.Deserialize<Dictionary<string, string>>(json) ?? [];

    public static string[] ReadList(string json) => JsonSerializer.Deserialize<string[]>(json) ?? [];
}
