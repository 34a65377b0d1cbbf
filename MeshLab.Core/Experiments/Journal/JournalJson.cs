using System.Text.Json;
using System.Text.Json.Serialization;

namespace MeshLab.Core.Experiments.Journal;

/// <summary>The JSON columns of the journal.</summary>
internal static class JournalJson
{
    private static readonly JsonSerializerOptions _options = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    public static string Write<T>(T value) => JsonSerializer.Serialize(value, _options);

    public static T Read<T>(string json) => JsonSerializer.Deserialize<T>(json, _options)
        ?? throw new JsonException($"The journal holds no {typeof(T).Name}.");
}
