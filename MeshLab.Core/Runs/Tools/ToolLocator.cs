namespace MeshLab.Core.Runs.Tools;

/// <summary>Finds command-line tools: in <c>tools</c> of the data directory, then on the PATH.</summary>
internal sealed class ToolLocator(ContentDirectories directories)
{
    /// <summary>The executable's full path, or null.</summary>
    public string? Find(string tool)
    {
        var file = OperatingSystem.IsWindows() ? tool + ".exe" : tool;
        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Prepend(Path.Combine(directories.Data, "tools"))
            .Select(folder => Path.Combine(folder, file))
            .FirstOrDefault(IsExecutable);
    }

    private static bool IsExecutable(string path) =>
        File.Exists(path) && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0);
}
