using System.Globalization;
using MeshLab.Core.Clusters;
using MeshLab.Core.Measurements;

namespace MeshLab.Web.Api;

/// <summary>The parameters of a question for measurements, as they stand in the address.</summary>
/// <param name="Cluster">The target cluster; needed.</param>
/// <param name="Metric"><c>cpu</c> (the default) or <c>memory</c>.</param>
/// <param name="By"><c>class</c> (the default), <c>mesh</c>, <c>pod</c> or <c>node</c>.</param>
/// <param name="From">ISO 8601; 15 minutes before <paramref name="To"/> when left out.</param>
/// <param name="To">ISO 8601; now when left out.</param>
/// <param name="Points">The most points a series may have, 1 to 5,000; 300 when left out.</param>
public sealed record MeasurementsParameters(string? Cluster, string? Metric, string? By, string? From, string? To, string? Points)
{
    private static readonly TimeSpan _defaultRange = TimeSpan.FromMinutes(15);

    /// <summary>The question, or what is wrong with it: the parameter, the status, and what to do.</summary>
    internal (MeasurementQuery? Query, ParameterProblem? Problem) Read(ClusterCatalogue clusters, DateTimeOffset now)
    {
        if (string.IsNullOrWhiteSpace(Cluster))
        {
            return (null, new("cluster", "Say which cluster: ?cluster=<name>. GET /api/v1/clusters lists them."));
        }

        if (Word<Metric>(Metric, "cpu") is not { } metric)
        {
            return (null, new("metric", $"The metric '{Metric}' is not known. Give cpu or memory."));
        }

        if (Word<MeasurementGrouping>(By, "class") is not { } by)
        {
            return (null, new("by", $"The grouping '{By}' is not known. Give class, mesh, pod or node."));
        }

        if (Instant(To, now) is not { } to)
        {
            return (null, new("to", $"'{To}' is not an ISO 8601 instant such as 2026-08-01T12:00:00Z."));
        }

        if (Instant(From, to - _defaultRange) is not { } from)
        {
            return (null, new("from", $"'{From}' is not an ISO 8601 instant such as 2026-08-01T12:00:00Z."));
        }

        if (from >= to)
        {
            return (null, new("from", $"The range is empty: from ({from:O}) is not before to ({to:O})."));
        }

        var points = 300;
        if (Points is { Length: > 0 } && (!int.TryParse(Points, NumberStyles.None, CultureInfo.InvariantCulture, out points) || points is < 1 or > MeasurementService.MostPoints))
        {
            return (null, new("points", $"'{Points}' is not a whole number from 1 to {MeasurementService.MostPoints}."));
        }

        return clusters.Find(Cluster) is null
            ? (null, new("cluster", $"There is no cluster '{Cluster}'. GET /api/v1/clusters lists them.", StatusCodes.Status404NotFound))
            : (new(Cluster, metric, by, from, to, points), null);
    }

    private static TEnum? Word<TEnum>(string? word, string otherwise)
        where TEnum : struct, Enum
    {
        var given = string.IsNullOrEmpty(word) ? otherwise : word;
        // Numbers would parse as well, and mean nothing to anybody.
        return char.IsAsciiLetter(given[0]) && Enum.TryParse<TEnum>(given, ignoreCase: true, out var value) && Enum.IsDefined(value) ? value : null;
    }

    internal static DateTimeOffset? Instant(string? text, DateTimeOffset otherwise)
    {
        if (string.IsNullOrEmpty(text))
        {
            return otherwise;
        }

        // A plus sign that was not escaped in an address arrives as a space.
        var restored = text.Replace(' ', '+');
        return DateTimeOffset.TryParse(restored, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
            && restored.Length >= 10 && restored[4] == '-' && instant.Year is >= 1970 and <= 9000 ? instant.ToUniversalTime() : null;
    }
}

/// <summary>A parameter that cannot be used.</summary>
internal sealed record ParameterProblem(string Parameter, string Detail, int Status = StatusCodes.Status400BadRequest);
