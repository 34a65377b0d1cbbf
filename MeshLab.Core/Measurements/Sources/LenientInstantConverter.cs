using System.Text.Json;
using System.Text.Json.Serialization;

namespace MeshLab.Core.Measurements.Sources;

/// <summary>Reads an RFC 3339 instant; anything else reads as missing.</summary>
internal sealed class LenientInstantConverter : JsonConverter<DateTimeOffset?>
{
    public override DateTimeOffset? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            reader.Skip();
            return null;
        }

        // Go writes an unset time as year 1.
        return reader.TokenType == JsonTokenType.String && reader.TryGetDateTimeOffset(out var instant) && instant.Year > 1970 ? instant : null;
    }

    public override void Write(Utf8JsonWriter writer, DateTimeOffset? value, JsonSerializerOptions options) => throw new NotSupportedException("Summaries are only read.");
}
