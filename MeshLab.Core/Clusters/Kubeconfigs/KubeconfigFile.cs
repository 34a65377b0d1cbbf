using System.Text.Json.Nodes;
using MeshLab.Core.Clusters.Manifests;

namespace MeshLab.Core.Clusters.Kubeconfigs;

/// <summary>What one kubeconfig file defines. Whatever cannot be read is in <see cref="Problems"/>, and the rest still counts.</summary>
internal sealed class KubeconfigFile
{
    /// <summary>What <c>kubectl</c> would still read is not known; a thousand contexts with certificates have a tenth of it.</summary>
    private const long LargestBytes = 32 << 20;

    private readonly List<KubeconfigProblem> _problems = [];

    private KubeconfigFile(string path)
    {
        Path = path;
    }

    public string Path { get; }

    public IReadOnlyList<KubeconfigEntry> Clusters { get; private set; } = [];

    public IReadOnlyList<KubeconfigEntry> Users { get; private set; } = [];

    public IReadOnlyList<KubeconfigEntry> Contexts { get; private set; } = [];

    public IReadOnlyList<KubeconfigProblem> Problems => _problems;

    public static KubeconfigFile Read(string path)
    {
        var file = new KubeconfigFile(path);
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > LargestBytes } large)
            {
                file._problems.Add(new(path, null, $"The file has {large.Length:N0} bytes, and no kubeconfig has more than {LargestBytes:N0}. Take its name out of the list of kubeconfig files (MeshLab:Kubeconfig, KUBECONFIG)."));
                return file;
            }

            file.Parse(File.ReadAllText(path));
        }
        catch (ManifestException error)
        {
            file._problems.AddRange(error.Problems.Select(problem =>
                new KubeconfigProblem(path, null, $"Line {problem.Line}, column {problem.Column}: {problem.Message}. Mend the file, or leave it out of KUBECONFIG.")));
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            file._problems.Add(new(path, null, "The file does not exist. Create it, or take its name out of the list of kubeconfig files (MeshLab:Kubeconfig, KUBECONFIG)."));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            file._problems.Add(new(path, null, $"The file cannot be read: {error.Message} The user MeshLab runs as needs permission to read it."));
        }

        return file;
    }

    private void Parse(string text)
    {
        var documents = YamlDocumentReader.Read(text, Path);
        if (documents.Count == 0)
        {
            return;
        }

        var document = documents[0];
        if (document.Root is not JsonObject root)
        {
            _problems.Add(new(Path, null, "This is no kubeconfig: it must be a mapping with clusters, users and contexts."));
            return;
        }

        if (KubeconfigEntry.Text(root, "kind") is { } kind and not "Config")
        {
            _problems.Add(new(Path, null, $"This is no kubeconfig: its kind is {kind}, not Config. Name another file in KUBECONFIG."));
            return;
        }

        Clusters = Entries(document, root, "clusters", "cluster");
        Users = Entries(document, root, "users", "user");
        Contexts = Entries(document, root, "contexts", "context");
    }

    private List<KubeconfigEntry> Entries(YamlDocument document, JsonObject root, string list, string member)
    {
        var entries = new List<KubeconfigEntry>();
        if (root[list] is not { } node)
        {
            return entries;
        }

        if (node is not JsonArray items)
        {
            Problem($"/{list}", $"{list} must be a list of entries with name and {member}");
            return entries;
        }

        for (var index = 0; index < items.Count; index++)
        {
            var pointer = $"/{list}/{index}";
            if (items[index] is not JsonObject item || KubeconfigEntry.Text(item, "name") is not { } name)
            {
                Problem(pointer, $"this entry of {list} has no name");
            }
            else if (item[member] is not (null or JsonObject))
            {
                Problem(pointer, $"{member} of {name} must be a mapping");
            }
            else if (entries.Any(one => one.Name == name))
            {
                Problem(pointer, $"{list} names {name} twice; the first counts here, and kubectl refuses the file");
            }
            else
            {
                entries.Add(new(name, item[member] as JsonObject ?? [], Path, document.Locate(pointer)));
            }
        }

        return entries;

        void Problem(string pointer, string message)
        {
            var (line, column) = document.Locate(pointer);
            _problems.Add(new(Path, null, $"Line {line}, column {column}: {message}."));
        }
    }
}
