using Microsoft.Extensions.Logging;

namespace MeshLab.Core.Scenarios;

/// <summary>Calls back once a folder has been quiet for a moment after a change: editors and checkouts write many files at once.</summary>
internal sealed partial class ScenarioFolderWatcher : IDisposable
{
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(250);

    /// <summary>How long until a folder that cannot be watched, e.g. because it is not there yet, is looked at again.</summary>
    private static readonly TimeSpan TryAgain = TimeSpan.FromSeconds(2);

    private readonly string _directory;
    private readonly ILogger _logger;
    private readonly ITimer _timer;
    private readonly Lock _lock = new();
    private FileSystemWatcher? _watcher;
    private bool _disposed;
    private bool _warned;

    public ScenarioFolderWatcher(string directory, TimeProvider time, Action changed, ILogger logger)
    {
        _directory = directory;
        _logger = logger;
        _timer = time.CreateTimer(_ => changed(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Watches unless it does already. Where that is not possible, it calls back every two seconds instead.</summary>
    public void Start()
    {
        lock (_lock)
        {
            if (_disposed || _watcher is not null)
            {
                return;
            }

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
                _timer.Change(TryAgain, Timeout.InfiniteTimeSpan);
                Warn(error);
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

    /// <summary>Changes were lost, or the folder went away: watching starts anew and everything is read again.</summary>
    private void Failed(Exception error)
    {
        lock (_lock)
        {
            _watcher?.Dispose();
            _watcher = null;
            if (!_disposed)
            {
                Warn(error);
                Notice();
            }
        }
    }

    private void Warn(Exception error)
    {
        if (!_warned)
        {
            _warned = true;
            LogCannotWatch(_logger, _directory, error);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Cannot watch {Directory} for changes; it is read every two seconds until it can be watched")]
    private static partial void LogCannotWatch(ILogger logger, string directory, Exception error);
}
