using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace MeshLab.Core.Simulation.Store;

/// <summary>
/// Opens the state file of the demo clusters. A file that holds no readable state is set aside under another name, with a warning, and
/// the clusters start empty: what is simulated is not worth refusing to start. A file that cannot be opened at all is an error.
/// </summary>
internal sealed partial class StoreFiles : IDisposable
{
    private const int SqlError = 1;
    private const int Corrupt = 11;
    private const int NotADatabase = 26;

    private readonly List<StoreFile> _files = [];

    private StoreFiles()
    {
    }

    /// <summary>The stores by cluster.</summary>
    public Dictionary<string, ObjectStore> Stores { get; } = new(StringComparer.Ordinal);

    public static StoreFiles Open(string path, IReadOnlyList<string> clusters, TimeProvider clock, ILogger logger)
    {
        try
        {
            return Read(path, clusters);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or SqliteException { SqliteErrorCode: SqlError or Corrupt or NotADatabase })
        {
            var aside = SetAside(path, clock.GetUtcNow());
            LogSetAside(logger, path, error.Message, aside);
            return Read(path, clusters);
        }
    }

    public void Dispose()
    {
        foreach (var file in _files)
        {
            file.Dispose();
        }
    }

    private static StoreFiles Read(string path, IReadOnlyList<string> clusters)
    {
        var files = new StoreFiles();
        try
        {
            foreach (var cluster in clusters)
            {
                var file = new StoreFile(path, cluster);
                files._files.Add(file);
                files.Stores[cluster] = new ObjectStore(file);
            }

            return files;
        }
        catch
        {
            files.Dispose();
            throw;
        }
    }

    private static string SetAside(string path, DateTimeOffset now)
    {
        var aside = $"{path}.unreadable-{now.UtcDateTime.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}";
        File.Move(path, aside, overwrite: true);

        // The log and its index belong to the file: left here, they would be played into the new one.
        foreach (var suffix in new[] { "-wal", "-shm" })
        {
            if (File.Exists(path + suffix))
            {
                File.Move(path + suffix, aside + suffix, overwrite: true);
            }
        }

        return aside;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The demo clusters' state in {Path} cannot be read ({Reason}); it was set aside as {Aside} and the demo clusters start empty")]
    private static partial void LogSetAside(ILogger logger, string path, string reason, string aside);
}
