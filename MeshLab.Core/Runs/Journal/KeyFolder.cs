namespace MeshLab.Core.Runs.Journal;

/// <summary>The folder of the keys that encrypt secrets, open to its owner only. A backup of the database is of no use for secrets without it.</summary>
internal static class KeyFolder
{
    public static DirectoryInfo Create(ContentDirectories directories)
    {
        var path = Path.Combine(directories.Data, "keys");
        return OperatingSystem.IsWindows()
            ? Directory.CreateDirectory(path)
            : Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
