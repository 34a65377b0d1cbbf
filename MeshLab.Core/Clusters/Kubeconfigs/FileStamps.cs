namespace MeshLab.Core.Clusters.Kubeconfigs;

/// <summary>Times and sizes of files, to see that one was changed, came or went.</summary>
internal sealed class FileStamps
{
    private readonly Dictionary<string, (DateTime Time, long Size)> _stamps = new(StringComparer.Ordinal);

    public bool StillTrue => _stamps.All(one => Stamp(one.Key) == one.Value);

    /// <summary>Remembers how the files are now; call it before reading them, so that a change in between is seen.</summary>
    public void Add(IEnumerable<string> paths)
    {
        foreach (var path in paths)
        {
            _stamps.TryAdd(path, Stamp(path));
        }
    }

    private static (DateTime Time, long Size) Stamp(string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
        {
            return (default, -1);
        }

        // A link's own time does not change with what it leads to; Kubernetes mounts configuration as links.
        var target = file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file;
        return (target.LastWriteTimeUtc, target.Exists ? target.Length : -1);
    }
}
