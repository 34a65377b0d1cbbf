using Microsoft.Extensions.Options;

namespace MeshLab.Core;

/// <summary>Resolves the folders MeshLab reads its content from and writes its data to.</summary>
public sealed class ContentDirectories(IOptions<MeshLabOptions> options)
{
    private readonly MeshLabOptions _options = options.Value;

    /// <summary>Absolute path of the data directory. It need not exist yet.</summary>
    public string Data => Path.GetFullPath(_options.DataDirectory is { Length: > 0 } set
        ? set
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create), "meshlab"));

    /// <summary>The kubeconfig file that the demo clusters write at each start.</summary>
    public string DemoKubeconfig => Path.Combine(Data, "demo-kubeconfig.yaml");

    /// <summary>Absolute path of the scenarios' folder.</summary>
    public string Scenarios => Resolve(_options.ScenariosDirectory, "scenarios");

    /// <summary>Absolute path of the documents' folder.</summary>
    public string Docs => Resolve(_options.DocsDirectory, "docs");

    /// <summary>Absolute path of the roadmaps' folder.</summary>
    public string Roadmap => Resolve(_options.RoadmapDirectory, Path.Combine("docs", "roadmap"));

    /// <summary>A set path wins; otherwise the first <paramref name="relative"/> folder beside the application, in the current folder, or in a parent of either.</summary>
    private static string Resolve(string configured, string relative)
    {
        if (configured is { Length: > 0 })
        {
            return Path.GetFullPath(configured);
        }

        foreach (var start in new[] { AppContext.BaseDirectory, Environment.CurrentDirectory })
        {
            for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            {
                var candidate = Path.Combine(folder.FullName, relative);
                if (Directory.Exists(candidate))
                {
                    return candidate;
                }
            }
        }

        return Path.GetFullPath(relative);
    }
}
