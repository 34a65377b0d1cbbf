namespace MeshLab.Core.Measurements.Queries;

/// <summary>What a line of a chart is made of. Figures of different origins or sources are never added up.</summary>
internal sealed record LineKey(string Key, Origin Origin, string Source);

/// <summary>What one line's series on one node used in each bucket, and when they were there.</summary>
internal sealed class NodeUsage(int buckets)
{
    /// <summary>Integral of the value over the bucket's observed part: core-milliseconds or byte-milliseconds.</summary>
    public double[] Integral { get; } = new double[buckets];

    /// <summary>The first bucket with a sample; above <see cref="Last"/> when there is none.</summary>
    public int First { get; private set; } = int.MaxValue;

    /// <summary>The last bucket with a sample.</summary>
    public int Last { get; private set; } = -1;

    public void Add(int bucket, double integral)
    {
        Integral[bucket] += integral;
        First = Math.Min(First, bucket);
        Last = Math.Max(Last, bucket);
    }
}

/// <summary>A query's figures before they become lines: by line and node, with how much of each bucket each node was observed.</summary>
internal sealed class UsageTable(int buckets)
{
    /// <summary>The lines' use on each node.</summary>
    public Dictionary<(LineKey Line, string Node), NodeUsage> Usage { get; } = [];

    /// <summary>The observed part of each bucket, by source and node, in milliseconds.</summary>
    public Dictionary<(string Source, string Node), double[]> Coverage { get; } = [];

    public NodeUsage UsageOf(LineKey line, string node) =>
        Usage.TryGetValue((line, node), out var usage) ? usage : Usage[(line, node)] = new NodeUsage(buckets);

    public double[] CoverageOf(string source, string node) =>
        Coverage.TryGetValue((source, node), out var coverage) ? coverage : Coverage[(source, node)] = new double[buckets];
}
