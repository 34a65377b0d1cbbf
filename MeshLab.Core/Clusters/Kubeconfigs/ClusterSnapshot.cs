using MeshLab.Core.Clusters.Connections;

namespace MeshLab.Core.Clusters.Kubeconfigs;

/// <summary>The target clusters as the files have them at one moment.</summary>
internal sealed class ClusterSnapshot
{
    /// <summary>The demo clusters' names; they are theirs even before the demo cluster has written its file.</summary>
    private static readonly string[] DemoNames = ["demo", "demo-east", "demo-west"];

    /// <summary>Fields of users and clusters that name files.</summary>
    private static readonly string[] FileFields = ["certificate-authority", "client-certificate", "client-key", "tokenFile"];

    private readonly List<TargetCluster> _clusters = [];
    private readonly List<KubeconfigProblem> _problems = [];
    private readonly Dictionary<string, ConnectionSettings> _settings = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _fingerprints = new(StringComparer.Ordinal);
    private readonly HashSet<string> _reserved = new(StringComparer.Ordinal);

    private ClusterSnapshot()
    {
    }

    public IReadOnlyList<TargetCluster> Clusters => _clusters;

    public IReadOnlyList<KubeconfigProblem> Problems => _problems;

    public FileStamps Stamps { get; } = new();

    public ConnectionSettings SettingsOf(TargetCluster cluster) => _settings[cluster.Name];

    /// <summary>The same for two snapshots in which a cluster is reached in the same way.</summary>
    public string FingerprintOf(TargetCluster cluster) => _fingerprints[cluster.Name];

    /// <param name="environment">Where to look.</param>
    /// <param name="configured">The kubeconfig files of the configuration; empty for those of the environment.</param>
    /// <param name="demoKubeconfig">The demo clusters' file; null when they are switched off.</param>
    public static ClusterSnapshot Read(ClusterEnvironment environment, string configured, string? demoKubeconfig)
    {
        var snapshot = new ClusterSnapshot();
        var files = environment.Files(configured).Where(file => file != demoKubeconfig).ToList();
        snapshot.Stamps.Add([.. files, environment.DefaultKubeconfig, environment.TokenFile, environment.AuthorityFile]);
        if (demoKubeconfig is not null)
        {
            snapshot.Stamps.Add([demoKubeconfig]);
            snapshot._reserved.UnionWith(DemoNames);
        }

        var read = KubeconfigFiles.Read(files);
        snapshot._problems.AddRange(read.Problems);
        snapshot.Stamps.Add(read.Contexts.SelectMany(FilesOf));
        foreach (var context in read.Contexts)
        {
            snapshot.Add(context, ClusterKind.Kubeconfig);
        }

        if (read.Contexts.Count == 0 && read.Problems.Count == 0)
        {
            snapshot.AddInCluster(environment);
        }

        if (demoKubeconfig is not null && File.Exists(demoKubeconfig))
        {
            var demo = KubeconfigFiles.Read([demoKubeconfig]);
            snapshot._problems.AddRange(demo.Problems);
            foreach (var context in demo.Contexts)
            {
                snapshot.Add(context, ClusterKind.Simulated);
            }
        }

        return snapshot;
    }

    private static IEnumerable<string> FilesOf(KubeconfigContext context) =>
        from entry in new[] { context.Cluster, context.User }
        where entry is not null
        from field in FileFields
        let path = entry.FilePath(field)
        where path is not null
        select path;

    private void Add(KubeconfigContext context, ClusterKind kind)
    {
        try
        {
            var settings = ConnectionSettingsReader.Read(context);
            var name = kind == ClusterKind.Simulated ? context.Context.Name : FreeName(context.Context);
            Add(new TargetCluster(name, kind, context.Path, context.Context.Name, settings.Server), settings);
        }
        catch (KubeconfigException error)
        {
            _problems.Add(new(context.Context.File, context.Context.Name, error.Message));
        }
    }

    private void Add(TargetCluster cluster, ConnectionSettings settings)
    {
        if (_settings.TryAdd(cluster.Name, settings))
        {
            _clusters.Add(cluster);
            _fingerprints[cluster.Name] = $"{cluster}|{settings.Fingerprint()}";
        }
    }

    private void AddInCluster(ClusterEnvironment environment)
    {
        try
        {
            if (InClusterSettings.Read(environment) is { } settings)
            {
                Add(new TargetCluster("in-cluster", ClusterKind.InCluster, null, null, settings.Server), settings);
            }
        }
        catch (KubeconfigException error)
        {
            _problems.Add(new(environment.ServiceAccountFolder, null, error.Message));
        }
    }

    /// <summary>A context that is called like a demo cluster is told apart by its file, so that nobody takes the one for the other.</summary>
    private string FreeName(KubeconfigEntry context)
    {
        bool Taken(string name) => _reserved.Contains(name) || _settings.ContainsKey(name);
        if (!Taken(context.Name))
        {
            return context.Name;
        }

        var name = $"{context.Name}@{Path.GetFileName(context.File)}";
        for (var number = 2; Taken(name); number++)
        {
            name = $"{context.Name}@{Path.GetFileName(context.File)}-{number}";
        }

        return name;
    }
}
