using MeshLab.Core;
using MeshLab.Core.Changes;
using MeshLab.Core.Clusters;
using MeshLab.Core.Clusters.Kubeconfigs;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace MeshLab.Tests.Clusters;

/// <summary>A catalogue over kubeconfig files in a folder of its own.</summary>
internal sealed class TestCatalogue : IDisposable
{
    private readonly List<ClusterCatalogue> _catalogues = [];

    public string Folder { get; } = Directory.CreateTempSubdirectory("meshlab-kubeconfig-").FullName;

    public ChangeFeed Changes { get; } = new(NullLogger<ChangeFeed>.Instance);

    public string PathOf(string file) => Path.Combine(Folder, file);

    public string Write(string file, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(file))!);
        File.WriteAllText(PathOf(file), text);
        return PathOf(file);
    }

    /// <param name="configured">The setting <c>MeshLab:Kubeconfig</c>.</param>
    /// <param name="variable">The variable <c>KUBECONFIG</c>.</param>
    /// <param name="demo">Whether the demo clusters are on.</param>
    /// <param name="inPod">Whether the process seems to run in a pod.</param>
    /// <param name="clock">The clock; the machine's when left out.</param>
    public ClusterCatalogue Create(string configured = "", string? variable = null, bool demo = false, bool inPod = false, TimeProvider? clock = null)
    {
        var options = Options.Create(new MeshLabOptions { Kubeconfig = configured, DataDirectory = Folder, DemoCluster = demo });
        var environment = new ClusterEnvironment(variable, PathOf("home"), inPod ? "10.0.0.1" : null, inPod ? "443" : null, PathOf("serviceaccount"));
        var catalogue = new ClusterCatalogue(options, new ContentDirectories(options), Changes, clock ?? TimeProvider.System, NullLogger<ClusterCatalogue>.Instance, environment);
        _catalogues.Add(catalogue);
        return catalogue;
    }

    public void Dispose()
    {
        _catalogues.ForEach(one => one.Dispose());
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>A kubeconfig with one context, cluster and user.</summary>
    public static string Kubeconfig(string context, string server = "https://127.0.0.1:6443", string cluster = "", string user = "token: abc") => $$"""
        apiVersion: v1
        kind: Config
        contexts:
        - name: {{context}}
          context: {cluster: {{context}}-cluster, user: {{context}}-user}
        clusters:
        - name: {{context}}-cluster
          cluster:
            server: {{server}}
            {{cluster}}
        users:
        - name: {{context}}-user
          user:
            {{user}}
        """;
}
