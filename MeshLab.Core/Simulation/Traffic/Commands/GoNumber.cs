using System.Globalization;

namespace MeshLab.Core.Simulation.Traffic.Commands;

/// <summary>Numbers as Go's <c>%g</c> prints them.</summary>
internal static class GoNumber
{
    /// <summary><c>%.{digits}g</c>.</summary>
    public static string G(double value, int digits) => Exponent(value.ToString("G" + digits, CultureInfo.InvariantCulture));

    /// <summary><c>%g</c>: as many digits as tell the number from all others, with an exponent from 21 digits on.</summary>
    public static string G(double value)
    {
        var magnitude = Math.Abs(value);
        return magnitude is >= 1e15 and < 1e21 ? value.ToString("F0", CultureInfo.InvariantCulture) : Exponent(value.ToString("R", CultureInfo.InvariantCulture));
    }

    private static string Exponent(string text) => text.Replace('E', 'e');
}
