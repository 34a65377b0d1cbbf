namespace MeshLab.Core.Simulation.Traffic.Commands;

/// <summary>
/// Counts values in Fortio's buckets: steps of one resolution up to 12, then wider and wider. Percentiles are interpolated within a
/// bucket, and the first and last bucket end at the smallest and largest value.
/// </summary>
internal sealed class Histogram(double offset, double resolution)
{
    private static readonly int[] Limits =
    [
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14, 16, 18, 20, 25, 30, 35, 40, 45, 50, 60, 70, 80, 90, 100,
        120, 140, 160, 180, 200, 250, 300, 350, 400, 450, 500, 600, 700, 800, 900, 1000,
        2000, 3000, 4000, 5000, 7500, 10000, 20000, 30000, 40000, 50000, 75000, 100000,
    ];

    private readonly long[] _counts = new long[Limits.Length + 1];
    private double _squares;

    public long Count { get; private set; }

    public double Min { get; private set; }

    public double Max { get; private set; }

    public double Sum { get; private set; }

    public double Average => Count == 0 ? 0 : Sum / Count;

    public double Deviation => Count == 0 ? 0 : Math.Sqrt(Math.Max(0, (_squares - Sum * Sum / Count) / Count));

    /// <summary>How many values lie below or at the offset.</summary>
    public long Lowest => _counts[0];

    public void Record(double value)
    {
        Min = Count == 0 ? value : Math.Min(Min, value);
        Max = Count == 0 ? value : Math.Max(Max, value);
        Count++;
        Sum += value;
        _squares += value * value;
        var scaled = (value - offset) / resolution;
        var index = Array.FindIndex(Limits, limit => scaled <= limit + 1e-12);
        _counts[index < 0 ? Limits.Length : index]++;
    }

    /// <summary>The buckets that hold something: from, to, the share up to its end in per cent, and how many.</summary>
    public IReadOnlyList<(double Start, double End, double Percent, long Count)> Buckets()
    {
        var buckets = new List<(double Start, double End, double Percent, long Count)>();
        long total = 0;
        for (var index = 0; index < _counts.Length; index++)
        {
            if (_counts[index] == 0)
            {
                continue;
            }

            total += _counts[index];
            var start = buckets.Count == 0 ? Min : resolution * Limits[index - 1] + offset;
            var end = index < Limits.Length ? resolution * Limits[index] + offset : Max;
            buckets.Add((start, end, 100.0 * total / Count, _counts[index]));
        }

        if (buckets.Count > 0)
        {
            buckets[^1] = buckets[^1] with { End = Max };
        }

        return buckets;
    }

    /// <summary>The value that so many per cent lie below.</summary>
    public double Percentile(double percentile)
    {
        var before = Count == 0 ? 0 : 100.0 / Count;
        if (percentile <= before)
        {
            return Min;
        }

        foreach (var bucket in Buckets())
        {
            if (percentile <= bucket.Percent)
            {
                return bucket.Start + (percentile - before) / (bucket.Percent - before) * (bucket.End - bucket.Start);
            }

            before = bucket.Percent;
        }

        return Max;
    }
}
