using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace MeshLab.Core.Storage.Postgres;

/// <summary>
/// Texts as PostgreSQL can hold them: it takes neither the character U+0000 nor half a surrogate pair, which a tool's output may have.
/// Both become U+FFFD.
/// </summary>
internal sealed class PostgresText() : ValueConverter<string, string>(text => Tidy(text), text => text)
{
    private const char Replacement = '\uFFFD';

    /// <summary>The text without what PostgreSQL refuses; the same object when there is nothing to replace.</summary>
    public static string Tidy(string text)
    {
        var span = text.AsSpan();
        if (span.IndexOfAnyInRange('\uD800', '\uDFFF') < 0 && !span.Contains('\0'))
        {
            return text;
        }

        var characters = text.ToCharArray();
        for (var index = 0; index < characters.Length; index++)
        {
            if (char.IsHighSurrogate(characters[index]) && index + 1 < characters.Length && char.IsLowSurrogate(characters[index + 1]))
            {
                index++;
            }
            else if (characters[index] == '\0' || char.IsSurrogate(characters[index]))
            {
                characters[index] = Replacement;
            }
        }

        return new string(characters);
    }
}
