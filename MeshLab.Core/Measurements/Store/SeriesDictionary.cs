using MeshLab.Core.Measurements.Classification;
using MeshLab.Core.Measurements.Counters;
using Microsoft.Data.Sqlite;

namespace MeshLab.Core.Measurements.Store;

/// <summary>Finds or makes the number of a series, and keeps its class and the time of its last sample up to date. Remembers what it found.</summary>
internal sealed class SeriesDictionary
{
    /// <summary>How far the stored time of the last sample may lag, so that a round is not an update of every series.</summary>
    public const long LagMs = 60_000;

    private const string Upsert = """
        INSERT INTO UsageSeries (Cluster, Source, Origin, Scope, Node, Namespace, Pod, PodUid, Container, Class, Mesh, FirstAt, LastAt, CpuRequestCores, MemoryRequestBytes)
        VALUES ($cluster, $source, $origin, $scope, $node, $namespace, $pod, $uid, $container, $class, $mesh, $from, $to, $cpuRequest, $memoryRequest)
        ON CONFLICT (Cluster, Source, Origin, Node, PodUid, Container) DO UPDATE SET
            Class = excluded.Class, Mesh = excluded.Mesh, FirstAt = MIN(FirstAt, excluded.FirstAt), LastAt = MAX(LastAt, excluded.LastAt),
            CpuRequestCores = IFNULL(excluded.CpuRequestCores, CpuRequestCores), MemoryRequestBytes = IFNULL(excluded.MemoryRequestBytes, MemoryRequestBytes)
        RETURNING Id
        """;

    private readonly Dictionary<(string Cluster, string Source, Origin Origin, string Node, string PodUid, string Container), Known> _known = [];

    /// <summary>The series of the sample.</summary>
    public int IdOf(SqliteConnection connection, SqliteTransaction transaction, UsageRound round, UsageSample sample, ContainerClass class_)
    {
        var subject = sample.Subject;
        var key = (round.Cluster, round.Source, round.Origin, subject.Node, subject.PodUid, subject.Container);
        var (from, to) = (sample.From.ToUnixTimeMilliseconds(), sample.To.ToUnixTimeMilliseconds());
        if (_known.TryGetValue(key, out var known) && known.Class == class_ && from >= known.FirstMs && to - known.LastMs < LagMs)
        {
            return known.Id;
        }

        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = Upsert;
        command.Parameters.AddWithValue("$cluster", round.Cluster);
        command.Parameters.AddWithValue("$source", round.Source);
        command.Parameters.AddWithValue("$origin", round.Origin.ToString());
        command.Parameters.AddWithValue("$scope", subject.Scope.ToString());
        command.Parameters.AddWithValue("$node", subject.Node);
        command.Parameters.AddWithValue("$namespace", subject.Namespace);
        command.Parameters.AddWithValue("$pod", subject.Pod);
        command.Parameters.AddWithValue("$uid", subject.PodUid);
        command.Parameters.AddWithValue("$container", subject.Container);
        command.Parameters.AddWithValue("$class", class_.Class.ToString());
        command.Parameters.AddWithValue("$mesh", class_.Mesh);
        command.Parameters.AddWithValue("$cpuRequest", (object?)class_.Requests?.CpuCores ?? DBNull.Value);
        command.Parameters.AddWithValue("$memoryRequest", (object?)class_.Requests?.MemoryBytes ?? DBNull.Value);
        command.Parameters.AddWithValue("$from", from);
        command.Parameters.AddWithValue("$to", to);
        var id = Convert.ToInt32(command.ExecuteScalar());
        _known[key] = new(id, class_, Math.Min(from, known?.FirstMs ?? from), Math.Max(to, known?.LastMs ?? to));
        return id;
    }

    public void Forget() => _known.Clear();

    private sealed record Known(int Id, ContainerClass Class, long FirstMs, long LastMs);
}
