using System.Globalization;

namespace MeshLab.Web.Pages.Compare;

/// <summary>Amounts of money for people.</summary>
internal static class Money
{
    /// <summary>The amount with its currency: cents below a thousand, whole units beyond, more digits for what is less than a cent.</summary>
    public static string Text(double amount, string currency) => $"{Number(amount)} {currency}";

    /// <summary>The amount without its currency.</summary>
    public static string Number(double amount) => Math.Abs(amount) switch
    {
        0 => "0",
        >= 1_000 => amount.ToString("N0", CultureInfo.InvariantCulture),
        >= 0.005 => amount.ToString("0.00", CultureInfo.InvariantCulture),
        _ => amount.ToString("0.#####", CultureInfo.InvariantCulture),
    };

    /// <summary>A percentage: whole from ten on.</summary>
    public static string Percent(double? percent) => percent is not { } value ? "–" : value.ToString(value >= 10 ? "N0" : "0.0", CultureInfo.InvariantCulture) + " %";
}
