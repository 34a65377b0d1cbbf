using Microsoft.Extensions.Logging;

namespace MeshLab.Core.Scenarios;

/// <summary>Calls back once a folder has been quiet for a moment after a change: editors and checkouts write many files at once.</summary>
internal sealed partial class ScenarioFolderWatcher : IDisposable
{
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(250);

    private readonly string _directory;
    private readonly ILogger _logger;
    private readonly ITimer _timer;
    private readonly Lock _lock = new();
    private FileSystemWatcher? _watcher;
    private bool _disposed;

    public ScenarioFolderWatcher(string directory, TimeProvider time, Action changed, ILogger logger)
    {
        _directory = directory;
        _logger = logger;
        _timer = time.CreateTimer(_ => changed(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Starts to watch. Where the system cannot watch, a warning is logged and changes are seen after a restart only.</summary>
    public void Start()
    {
        lock (_lock)
        {
            if (_disposed)
            {
                return;
            }

            _watcher?.Dispose();
            _watcher = null;
            FileSystemWatcher? watcher = null;
            try
            {
                watcher = new FileSystemWatcher(_directory)
                {
                    IncludeSubdirectories = true,
                    NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.LastWrite | NotifyFilters.Size,
                };
                watcher.Changed += (_, _) => Notice();
                watcher.Created += (_, _) => Notice();
                watcher.Deleted += (_, _) => Notice();
                watcher.Renamed += (_, _) => Notice();
                watcher.Error += (_, error) => Failed(error.GetException());
                watcher.EnableRaisingEvents = true;
                _watcher = watcher;
            }
            catch (Exception error) when (error is IOException or ArgumentException or UnauthorizedAccessException)
            {
                watcher?.Dispose();
                LogCannotWatch(_logger, _directory, error);
            }
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            _watcher?.Dispose();
            _timer.Dispose();
        }
    }

    /// <summary>Calls back after a quiet moment, as if a file had changed.</summary>
    public void Notice() => _timer.Change(Quiet, Timeout.InfiniteTimeSpan);

    /// <summary>Changes were lost, e.g. because too many came at once: everything is read again.</summary>
    private void Failed(Exception error)
    {
        LogCannotWatch(_logger, _directory, error);
        Notice();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Cannot watch {Directory} for changes; restart to read it again")]
    private static partial void LogCannotWatch(ILogger logger, string directory, Exception error);
}
