using System.Text.Json;
using System.Text.Json.Serialization;

namespace MeshLab.Core.Measurements.Sources;

/// <summary>Reads a count of nanoseconds or bytes; anything that is not a number from 0 to <see cref="long.MaxValue"/> reads as missing, so that one odd field does not cost a whole node.</summary>
internal sealed class LenientCountConverter : JsonConverter<long?>
{
    public override long? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
        {
            reader.Skip();
            return null;
        }

        if (reader.TokenType != JsonTokenType.Number)
        {
            return null;
        }

        if (reader.TryGetInt64(out var whole))
        {
            return whole < 0 ? null : whole;
        }

        return reader.TryGetDouble(out var number) && number is >= 0 and < long.MaxValue ? (long)number : null;
    }

    public override void Write(Utf8JsonWriter writer, long? value, JsonSerializerOptions options) => throw new NotSupportedException("Summaries are only read.");
}
