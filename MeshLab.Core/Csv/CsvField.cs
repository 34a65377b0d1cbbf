using System.Globalization;

namespace MeshLab.Core.Csv;

/// <summary>A field of RFC 4180 that no spreadsheet takes for a formula.</summary>
public static class CsvField
{
    /// <summary>What begins a formula in Excel, LibreOffice or Google Sheets, in full width too, and what may stand before it unseen (OWASP, CSV Injection).</summary>
    private const string Formula = "=+-@\uFF1D\uFF0B\uFF0D\uFF20";

    /// <summary>The field: quoted where it has to be, with an apostrophe before what would be a formula. Numbers stay as they are, negative ones too.</summary>
    public static string Of(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }

        var visible = text.AsSpan().TrimStart();
        var formula = visible.Length > 0 && Formula.Contains(visible[0], StringComparison.Ordinal) && !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
        var safe = formula || text[0] is '\t' or '\r' or '\n' ? "'" + text : text;
        return safe.AsSpan().IndexOfAny(",\"\r\n") < 0 ? safe : $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
