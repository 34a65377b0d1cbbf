using MeshLab.Core;
using MeshLab.Core.Scenarios.Loading;

namespace MeshLab.Tests.Scenarios;

/// <summary>A scenarios' folder of its own for a test.</summary>
public sealed class ScenarioFolder : IDisposable
{
    public const string Valid = """
        apiVersion: meshlab.dev/v1alpha1
        kind: Scenario
        metadata: { name: shop }
        spec:
          title: Shop
          section: "9.1"
          mesh: istio
          clusters: [{ role: main }]
          tools: [{ name: helm, version: ">=3.14" }]
          parameters:
            - { name: version, default: 1.2.3, pattern: '\d+\.\d+\.\d+' }
            - { name: replicas, type: integer, default: 2 }
          steps:
            - id: app
              title: App
              apply: [manifests]

        """;

    public ScenarioFolder()
    {
        Root = Directory.CreateTempSubdirectory("meshlab-scenarios-").FullName;
        Write("shop/manifests/app.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: app\n");
    }

    public string Root { get; }

    public string Shop => Path.Combine(Root, "shop");

    public string Write(string name, string text)
    {
        var path = Path.Combine(Root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>Points MeshLab to this folder, with its data and its roadmap in hidden folders of it.</summary>
    public void Configure(MeshLabOptions options)
    {
        options.DataDirectory = Path.Combine(Root, ".data");
        options.ScenariosDirectory = Root;
        options.RoadmapDirectory = Path.Combine(Root, ".roadmap");
        options.Kubeconfig = Path.Combine(Root, ".kubeconfig");
    }

    /// <summary>Reads the valid scenario with its steps replaced.</summary>
    public ScenarioLoad LoadSteps(string steps) => Load(Valid[..Valid.IndexOf("    - id: app", StringComparison.Ordinal)] + steps);

    public ScenarioLoad Load(string text) => new ScenarioLoader().Read(text, Shop);

    /// <summary>The repository's scenarios.</summary>
    public static string Shipped
    {
        get
        {
            for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            {
                if (File.Exists(Path.Combine(folder.FullName, "MeshLab.sln")))
                {
                    return Path.Combine(folder.FullName, "scenarios");
                }
            }

            throw new InvalidOperationException("The tests do not run below the repository.");
        }
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
