using System.Runtime.CompilerServices;

namespace MeshLab.Tests.Measurements;

/// <summary>The recorded payloads of MeshLab.Tests/Samples.</summary>
internal static class Sample
{
    private static readonly string _folder = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(Here())!, "..", "Samples");

    public static string Path(string name) => System.IO.Path.Combine(_folder, name);

    public static FileStream Open(string name) => File.OpenRead(Path(name));

    private static string Here([CallerFilePath] string file = "") => file;
}
