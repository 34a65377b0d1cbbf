namespace MeshLab.Core.Measurements.Store;

/// <summary>Remembers the numbers of series, so that the store asks the database only about those that are new or changed.</summary>
internal sealed class SeriesDictionary
{
    /// <summary>How far the stored time of the last sample may lag, so that a round is not an update of every series.</summary>
    public const long LagMs = 60_000;

    private readonly Dictionary<(string Cluster, string Source, Origin Origin), Dictionary<(string Node, string PodUid, string Container), KnownSeries>> _feeds = [];

    /// <summary>What is known of one source of one cluster.</summary>
    public Dictionary<(string Node, string PodUid, string Container), KnownSeries> Of(UsageRound round)
    {
        var key = (round.Cluster, round.Source, round.Origin);
        return _feeds.TryGetValue(key, out var known) ? known : _feeds[key] = [];
    }

    public void Forget() => _feeds.Clear();
}
