using Xunit;

namespace MeshLab.Tests.Roadmap;

/// <summary>Finds files of the repository from wherever the tests run.</summary>
internal static class Repository
{
    internal static string PathTo(params string[] parts)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "MeshLab.sln")))
        {
            folder = folder.Parent;
        }

        Assert.NotNull(folder);
        return Path.Combine([folder.FullName, .. parts]);
    }
}
