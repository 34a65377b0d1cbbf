namespace MeshLab.Core.Storage;

/// <summary>
/// The data directory: created, checked, and held by one process at a time. SQLite would let two processes write, but both would
/// carry out the same runs.
/// </summary>
public sealed class DataDirectory(ContentDirectories directories) : IDisposable
{
    private FileStream? _lock;

    /// <summary>Absolute path.</summary>
    public string Path { get; } = directories.Data;

    /// <summary>Creates the directory, proves that it can be written, and takes its lock until this object is disposed or the process ends.</summary>
    /// <exception cref="StorageException">The directory cannot be created or written, or another process holds it.</exception>
    public void Open()
    {
        if (_lock is not null)
        {
            return;
        }

        var file = System.IO.Path.Combine(Path, "meshlab.lock");
        try
        {
            Directory.CreateDirectory(Path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"The data directory {Path} cannot be created: {error.Message} Create it, or name another with MeshLab__DataDirectory.", error);
        }

        try
        {
            _lock = new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            _lock.SetLength(0);
            _lock.Write(System.Text.Encoding.ASCII.GetBytes(Environment.ProcessId.ToString()));
            _lock.Flush();
        }
        catch (UnauthorizedAccessException error)
        {
            throw new StorageException($"The data directory {Path} cannot be written: {error.Message} Make it writable for this user, or name another with MeshLab__DataDirectory.", error);
        }
        catch (IOException error)
        {
            _lock?.Dispose();
            _lock = null;
            throw new StorageException(
                IsHeld(file)
                    ? $"Another MeshLab is using the data directory {Path}. Stop it, or give this one a directory of its own with MeshLab__DataDirectory."
                    : $"The data directory {Path} cannot be written: {error.Message} Make room or make it writable, or name another with MeshLab__DataDirectory.",
                error);
        }
    }

    /// <summary>A name for this directory that it keeps, and no other directory has. Open it first.</summary>
    public string Identity()
    {
        var file = System.IO.Path.Combine(Path, "directory-id");
        if (File.Exists(file) && File.ReadAllText(file).Trim() is { Length: 32 } known)
        {
            return known;
        }

        var made = Guid.NewGuid().ToString("N");
        File.WriteAllText(file, made);
        return made;
    }

    /// <inheritdoc/>
    public void Dispose() => _lock?.Dispose();

    private static bool IsHeld(string file)
    {
        try
        {
            using var probe = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            return false;
        }
        catch (IOException) when (File.Exists(file))
        {
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
