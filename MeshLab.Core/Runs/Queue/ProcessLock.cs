namespace MeshLab.Core.Runs.Queue;

/// <summary>Keeps two MeshLab processes from working on one data directory: the operating system lets go of the file when its process ends, however it ends.</summary>
internal sealed class ProcessLock(ContentDirectories directories) : IDisposable
{
    private readonly Lock _lock = new();
    private FileStream? _file;

    public string Path => System.IO.Path.Combine(directories.Data, "runs.lock");

    /// <summary>Whether this process has, or just now got, the data directory to itself.</summary>
    public bool TryTake()
    {
        lock (_lock)
        {
            if (_file is not null)
            {
                return true;
            }

            try
            {
                Directory.CreateDirectory(directories.Data);
                _file = new FileStream(Path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
                return true;
            }
            catch (IOException)
            {
                return false;
            }
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _file?.Dispose();
            _file = null;
        }
    }
}
