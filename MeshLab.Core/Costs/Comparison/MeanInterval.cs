using MeshLab.Core.Statistics;

namespace MeshLab.Core.Costs.Comparison;

/// <summary>
/// A mean over repetitions with its 95 % confidence interval, by the bootstrap that experiments use (<see cref="Bootstrap"/>). The interval is computed when it is
/// first asked for, because most means are shown without.
/// </summary>
public sealed class MeanInterval
{
    private const double Alpha = 0.05;

    /// <summary>Any will do, if it is always the same: the same figures give the same interval.</summary>
    private const ulong Seed = 1;

    private readonly Lazy<Interval?> _interval;

    private MeanInterval(IReadOnlyList<double> values)
    {
        Mean = values.Average();
        Repetitions = values.Count;
        _interval = new(() => Bootstrap.OfMean(values, Alpha, Seed));
    }

    /// <summary>The mean.</summary>
    public double Mean { get; }

    /// <summary>The lower end of the interval; null with fewer than two repetitions, because one says nothing of chance.</summary>
    public double? Low => _interval.Value?.Low;

    /// <summary>The upper end of the interval; null with fewer than two repetitions.</summary>
    public double? High => _interval.Value?.High;

    /// <summary>How many values there are.</summary>
    public int Repetitions { get; }

    /// <summary>The mean of some values, each a repetition.</summary>
    public static MeanInterval Of(IReadOnlyList<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentOutOfRangeException.ThrowIfZero(values.Count, nameof(values));
        return new(values);
    }
}
