using System.Buffers;
using System.IO.Compression;
using System.Text;

namespace MeshLab.Core.Exports;

/// <summary>An export as one file to download.</summary>
/// <param name="Name">Its name, e.g. <c>istio-tutorial-kustomize.zip</c>.</param>
/// <param name="Files">What is in it, in order of path.</param>
public sealed record ExportArchive(string Name, IReadOnlyList<ExportFile> Files)
{
    /// <summary>The earliest instant a zip can hold: an entry's time must not tell when the export was made, or no two exports were alike.</summary>
    private static readonly DateTimeOffset Written = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>What some system takes for the border of a folder, a drive or a name.</summary>
    private static readonly SearchValues<char> Outside = SearchValues.Create("\\:\0");

    /// <summary>The zip. The same files give the same bytes.</summary>
    public byte[] ToZip()
    {
        using var buffer = new MemoryStream();
        using (var zip = new ZipArchive(buffer, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8))
        {
            foreach (var file in Files.OrderBy(file => file.Path, StringComparer.Ordinal))
            {
                var entry = zip.CreateEntry(Inside(file.Path), CompressionLevel.Optimal);
                entry.LastWriteTime = Written;
                using var stream = entry.Open();
                stream.Write(Encoding.UTF8.GetBytes(file.Text));
            }
        }

        return buffer.ToArray();
    }

    /// <summary>Whoever unpacks it gets files below one folder and nowhere else, whatever a scenario is called.</summary>
    /// <exception cref="InvalidOperationException">The path would lead out of it.</exception>
    private static string Inside(string path) =>
        path.Length > 0 && !path.StartsWith('/') && !path.AsSpan().ContainsAny(Outside) && !path.Split('/').Any(part => part is "" or "." or "..")
            ? path : throw new InvalidOperationException($"The export would hold a file at \"{path}\", outside of its folder.");
}
