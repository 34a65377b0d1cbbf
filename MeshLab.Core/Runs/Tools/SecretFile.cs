using System.Text;

namespace MeshLab.Core.Runs.Tools;

/// <summary>A file for a tool that only its owner can read, deleted when the tool has ended.</summary>
internal sealed class SecretFile : IDisposable
{
    private SecretFile(string path) => Path = path;

    public string Path { get; }

    /// <summary>Where such files lie. What a crash left there is deleted at start.</summary>
    public static string Folder(ContentDirectories directories) => System.IO.Path.Combine(directories.Data, "tmp");

    public static async Task<SecretFile> WriteAsync(ContentDirectories directories, string text, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Folder(directories));
        var path = System.IO.Path.Combine(Folder(directories), $"{Guid.NewGuid():N}.json");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        await using var stream = new FileStream(path, options);
        await stream.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken);
        return new SecretFile(path);
    }

    public void Dispose() => File.Delete(Path);
}
