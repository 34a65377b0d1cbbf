using System.Globalization;

namespace MeshLab.Core.Scenarios;

/// <summary>Orders section ids by their numbers: 9.2 comes before 9.10.</summary>
internal sealed class SectionOrder : IComparer<string>
{
    public static SectionOrder Instance { get; } = new();

    public int Compare(string? x, string? y)
    {
        var (left, right) = ((x ?? "").Split('.'), (y ?? "").Split('.'));
        for (var index = 0; index < Math.Min(left.Length, right.Length); index++)
        {
            var order = int.TryParse(left[index], CultureInfo.InvariantCulture, out var one) && int.TryParse(right[index], CultureInfo.InvariantCulture, out var other)
                ? one.CompareTo(other)
                : string.CompareOrdinal(left[index], right[index]);
            if (order != 0)
            {
                return order;
            }
        }

        return left.Length.CompareTo(right.Length);
    }
}
