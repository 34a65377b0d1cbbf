namespace MeshLab.Core.Clusters.Kubeconfigs;

/// <summary>Several kubeconfig files merged as kubectl merges them: of clusters, users and contexts with one name, the first wins.</summary>
internal sealed class KubeconfigFiles
{
    private readonly List<KubeconfigContext> _contexts = [];
    private readonly List<KubeconfigProblem> _problems = [];

    public IReadOnlyList<KubeconfigContext> Contexts => _contexts;

    public IReadOnlyList<KubeconfigProblem> Problems => _problems;

    public static KubeconfigFiles Read(IReadOnlyList<string> paths)
    {
        var files = paths.Select(KubeconfigFile.Read).ToList();
        var merged = new KubeconfigFiles();
        merged._problems.AddRange(files.SelectMany(file => file.Problems));
        var clusters = FirstOf(files.SelectMany(file => file.Clusters));
        var users = FirstOf(files.SelectMany(file => file.Users));
        foreach (var context in FirstOf(files.SelectMany(file => file.Contexts)).Values)
        {
            merged.Add(context, clusters, users);
        }

        return merged;
    }

    /// <summary>The paths of a list as <c>KUBECONFIG</c> holds it, absolute, each once, with <c>~</c> for the home folder.</summary>
    public static IReadOnlyList<string> Split(string list) =>
    [
        .. list.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(path => path.Trim('"'))
            .Select(path => path.StartsWith("~/", StringComparison.Ordinal)
                ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), path[2..])
                : path)
            .Select(Path.GetFullPath)
            .Distinct(StringComparer.Ordinal),
    ];

    private void Add(KubeconfigEntry context, Dictionary<string, KubeconfigEntry> clusters, Dictionary<string, KubeconfigEntry> users)
    {
        KubeconfigEntry? cluster = null, user = null;
        if (context.Text("cluster") is not { } clusterName)
        {
            Problem($"names no cluster. Set it: kubectl config set-context {context.Name} --cluster=NAME.");
        }
        else if (!clusters.TryGetValue(clusterName, out cluster))
        {
            Problem($"names the cluster {clusterName}, which no file defines. {Known("clusters", clusters)} Correct the name, or add the file that defines it to KUBECONFIG.");
        }

        if (context.Text("user") is { } userName && !users.TryGetValue(userName, out user))
        {
            Problem($"names the user {userName}, which no file defines. {Known("users", users)} Correct the name, or add the file that defines it to KUBECONFIG.");
        }
        else if (cluster is not null)
        {
            _contexts.Add(new(context, cluster, user));
        }

        void Problem(string text) =>
            _problems.Add(new(context.File, context.Name, $"Line {context.Position.Line}: the context {text}"));
    }

    private static string Known(string what, Dictionary<string, KubeconfigEntry> entries) => entries.Count switch
    {
        0 => $"There are no {what} at all.",
        <= 8 => $"Known {what}: {string.Join(", ", entries.Keys)}.",
        _ => "",
    };

    private static Dictionary<string, KubeconfigEntry> FirstOf(IEnumerable<KubeconfigEntry> entries)
    {
        var found = new Dictionary<string, KubeconfigEntry>(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            found.TryAdd(entry.Name, entry);
        }

        return found;
    }
}
