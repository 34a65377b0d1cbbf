using System.Text.Json.Nodes;
using MeshLab.Core.Clusters.Manifests;

namespace MeshLab.Core.Scenarios.Loading;

/// <summary>Checks the files that a scenario names, each once.</summary>
internal sealed class ReferencedFiles(string directory, ProblemList problems)
{
    /// <summary>Larger than any release's definitions of the lab's systems.</summary>
    private const long MaxBytes = 8 * 1024 * 1024;

    private readonly HashSet<string> _checked = [];

    /// <summary>A file, a folder or an https address to apply.</summary>
    public void Manifests(FieldReader fields, string path, string pointer)
    {
        if (ScenarioFiles.IsRemote(path))
        {
            if (RemoteManifest.Problem(path) is { } problem)
            {
                fields.ProblemAt(pointer, $"{path} {problem}");
            }

            return;
        }

        foreach (var file in Expand(fields, path, pointer))
        {
            Manifest(file);
        }
    }

    /// <summary>A values file of a Helm release.</summary>
    public void Values(FieldReader fields, string path, string pointer) => Mapping(fields, path, pointer, "Helm values");

    /// <summary>A configuration file of Kind.</summary>
    public void KindConfig(FieldReader fields, string path, string pointer) => Mapping(fields, path, pointer, "a Kind configuration");

    /// <summary>A chart that lies in the scenario's folder.</summary>
    public void Chart(FieldReader fields, string path, string pointer)
    {
        try
        {
            if (!File.Exists(Path.Combine(ScenarioFiles.Resolve(directory, path), "Chart.yaml")))
            {
                fields.ProblemAt(pointer, $"{path} holds no Chart.yaml");
            }
        }
        catch (ScenarioFileException error)
        {
            fields.ProblemAt(pointer, $"{error.Message}; without repo, chart is an oci:// reference or a folder of the scenario");
        }
    }

    /// <summary>Manifests in the scenario's folder that no step names: they are there to be applied by hand, and must be right as well.</summary>
    public void Unreferenced()
    {
        var folder = Path.Combine(directory, "manifests");
        if (!Directory.Exists(folder))
        {
            return;
        }

        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, MaxRecursionDepth = 8 };
        foreach (var path in Directory.EnumerateFiles(folder, "*.yaml", options).Concat(Directory.EnumerateFiles(folder, "*.yml", options)).Order(StringComparer.Ordinal))
        {
            var relative = Path.GetRelativePath(directory, path).Replace(Path.DirectorySeparatorChar, '/');
            Manifest(new(relative, $"{Path.GetFileName(directory)}/{relative}", path));
        }
    }

    private void Manifest(ScenarioFile file) => Check(file, text =>
    {
        if (ManifestReader.Read(text, file.Name).Count == 0)
        {
            problems.Add(file.Name, 1, 1, "holds no Kubernetes object");
        }
    });

    private void Mapping(FieldReader fields, string path, string pointer, string what)
    {
        foreach (var file in Expand(fields, path, pointer))
        {
            Check(file, text =>
            {
                foreach (var document in YamlDocumentReader.Read(text, file.Name).Where(document => document.Root is not JsonObject))
                {
                    problems.Add(document, "", $"{what} are a mapping, this is {NodeWords.Describe(document.Root)}");
                }
            });
        }
    }

    private IReadOnlyList<ScenarioFile> Expand(FieldReader fields, string path, string pointer)
    {
        try
        {
            return ScenarioFiles.Expand(directory, path);
        }
        catch (Exception error) when (error is ScenarioFileException or IOException or UnauthorizedAccessException)
        {
            fields.ProblemAt(pointer, error.Message);
            return [];
        }
    }

    private void Check(ScenarioFile file, Action<string> check)
    {
        if (!_checked.Add(file.FullPath))
        {
            return;
        }

        try
        {
            check(LimitedText.Read(file.FullPath, file.Name, MaxBytes));
        }
        catch (ManifestException error)
        {
            problems.Add(error);
        }
    }
}
