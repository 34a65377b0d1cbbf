using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;

namespace MeshLab.Core.Simulation.Store;

/// <summary>
/// Keeps a demo cluster's objects in a SQLite file, so that a restarted process finds the cluster as it was. A change is in the
/// write-ahead log before it is answered, and therefore survives a killed process (not a power cut, which a demo may forget).
/// </summary>
internal sealed class StoreFile : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly string _cluster;
    private readonly Lock _gate = new();

    public StoreFile(string path, string cluster)
    {
        _cluster = cluster;
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        try
        {
            _connection.Open();
            Prepare();
        }
        catch
        {
            _connection.Dispose();
            throw;
        }
    }

    private void Prepare()
    {
        Execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 5000;");
        Execute("""
            CREATE TABLE IF NOT EXISTS objects (cluster TEXT, grp TEXT, plural TEXT, namespace TEXT, name TEXT, body TEXT NOT NULL,
                PRIMARY KEY (cluster, grp, plural, namespace, name)) WITHOUT ROWID;
            CREATE TABLE IF NOT EXISTS versions (cluster TEXT PRIMARY KEY, version INTEGER NOT NULL) WITHOUT ROWID;
            CREATE TABLE IF NOT EXISTS counters (cluster TEXT, name TEXT, value REAL NOT NULL, PRIMARY KEY (cluster, name)) WITHOUT ROWID;
            """);
    }

    /// <summary>The newest resource version that was ever given out.</summary>
    public long LastVersion { get; private set; }

    public IEnumerable<(ObjectKey Key, JsonObject Resource)> Load()
    {
        var found = new List<(ObjectKey, JsonObject)>();
        using (var command = _connection.CreateCommand())
        {
            command.CommandText = "SELECT grp, plural, namespace, name, body FROM objects WHERE cluster = $cluster";
            command.Parameters.AddWithValue("$cluster", _cluster);
            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
                var key = new ObjectKey(reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetString(3));
                found.Add((key, JsonNode.Parse(reader.GetString(4))!.AsObject()));
            }
        }

        using var version = _connection.CreateCommand();
        version.CommandText = "SELECT version FROM versions WHERE cluster = $cluster";
        version.Parameters.AddWithValue("$cluster", _cluster);
        LastVersion = version.ExecuteScalar() is long last ? last : 0;
        return found;
    }

    public void Write(ObjectKey key, string body, long version)
    {
        lock (_gate)
        {
            using var transaction = _connection.BeginTransaction();
            using var command = Statement(key, transaction, "INSERT OR REPLACE INTO objects VALUES ($cluster, $grp, $plural, $namespace, $name, $body)");
            command.Parameters.AddWithValue("$body", body);
            command.ExecuteNonQuery();
            Remember(version, transaction);
            transaction.Commit();
        }
    }

    public void Delete(ObjectKey key, long version)
    {
        lock (_gate)
        {
            using var transaction = _connection.BeginTransaction();
            using var command = Statement(key, transaction, "DELETE FROM objects WHERE cluster = $cluster AND grp = $grp AND plural = $plural AND namespace = $namespace AND name = $name");
            command.ExecuteNonQuery();
            Remember(version, transaction);
            transaction.Commit();
        }
    }

    /// <summary>The counters that were kept, by name.</summary>
    public Dictionary<string, double> LoadCounters()
    {
        lock (_gate)
        {
            var found = new Dictionary<string, double>(StringComparer.Ordinal);
            using var command = _connection.CreateCommand();
            command.CommandText = "SELECT name, value FROM counters WHERE cluster = $cluster";
            command.Parameters.AddWithValue("$cluster", _cluster);
            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
                found[reader.GetString(0)] = reader.GetDouble(1);
            }

            return found;
        }
    }

    /// <summary>Keeps counters in place of those of the same <paramref name="group"/> (the part of a name before its first slash).</summary>
    public void WriteCounters(string group, IReadOnlyDictionary<string, double> counters)
    {
        lock (_gate)
        {
            using var transaction = _connection.BeginTransaction();
            using (var clear = _connection.CreateCommand())
            {
                clear.Transaction = transaction;
                clear.CommandText = "DELETE FROM counters WHERE cluster = $cluster AND name >= $from AND name < $to";
                clear.Parameters.AddWithValue("$cluster", _cluster);
                clear.Parameters.AddWithValue("$from", group + "/");
                clear.Parameters.AddWithValue("$to", group + "0");
                clear.ExecuteNonQuery();
            }

            using var command = _connection.CreateCommand();
            command.Transaction = transaction;
            command.CommandText = "INSERT OR REPLACE INTO counters VALUES ($cluster, $name, $value)";
            command.Parameters.AddWithValue("$cluster", _cluster);
            var name = command.Parameters.AddWithValue("$name", "");
            var value = command.Parameters.AddWithValue("$value", 0.0);
            foreach (var (key, number) in counters)
            {
                name.Value = key;
                value.Value = number;
                command.ExecuteNonQuery();
            }

            transaction.Commit();
        }
    }

    public void Dispose() => _connection.Dispose();

    private SqliteCommand Statement(ObjectKey key, SqliteTransaction transaction, string text)
    {
        var command = _connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = text;
        command.Parameters.AddWithValue("$cluster", _cluster);
        command.Parameters.AddWithValue("$grp", key.Group);
        command.Parameters.AddWithValue("$plural", key.Plural);
        command.Parameters.AddWithValue("$namespace", key.Namespace);
        command.Parameters.AddWithValue("$name", key.Name);
        return command;
    }

    private void Remember(long version, SqliteTransaction transaction)
    {
        using var command = _connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "INSERT OR REPLACE INTO versions VALUES ($cluster, $version)";
        command.Parameters.AddWithValue("$cluster", _cluster);
        command.Parameters.AddWithValue("$version", version);
        command.ExecuteNonQuery();
    }

    private void Execute(string text)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = text;
        command.ExecuteNonQuery();
    }
}
