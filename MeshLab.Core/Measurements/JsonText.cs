using System.Text.Json;

namespace MeshLab.Core.Measurements;

/// <summary>Reads texts of JSON that others wrote.</summary>
internal static class JsonText
{
    /// <summary>The text; null when the value is none, or is one that no UTF-8 can hold, such as half of a surrogate pair.</summary>
    public static string? Of(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            return null;
        }

        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
