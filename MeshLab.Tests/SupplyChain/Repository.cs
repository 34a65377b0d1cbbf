namespace MeshLab.Tests.SupplyChain;

/// <summary>The files of the repository, from the tests' own folder upwards.</summary>
internal static class Repository
{
    public static readonly string[] Projects = ["MeshLab.Core", "MeshLab.Web", "MeshLab.Tests"];

    public static string Root { get; } = Find();

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "MeshLab.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException($"No MeshLab.sln above {AppContext.BaseDirectory}.");
    }
}
