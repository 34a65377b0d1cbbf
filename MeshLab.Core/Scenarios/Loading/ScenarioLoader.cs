using System.Text.Json.Nodes;
using MeshLab.Core.Clusters.Manifests;

namespace MeshLab.Core.Scenarios.Loading;

/// <summary>The result of reading a scenario's folder.</summary>
/// <param name="Scenario">The scenario; null when anything is wrong.</param>
/// <param name="Problems">Everything that is wrong, by file and place.</param>
public sealed record ScenarioLoad(Scenario? Scenario, IReadOnlyList<ScenarioProblem> Problems);

/// <summary>Reads a scenario's folder and checks everything that can be checked without a cluster. Bad input never throws.</summary>
/// <param name="taskProblem">Gives what is wrong with a roadmap task's id, or null; left out, every id is taken.</param>
public sealed class ScenarioLoader(Func<string, string?>? taskProblem = null)
{
    /// <summary>The file that makes a folder a scenario.</summary>
    public const string FileName = "scenario.yaml";

    /// <summary>The value of <c>apiVersion</c>.</summary>
    public const string ApiVersion = "meshlab.dev/v1alpha1";

    private const long MaxBytes = 1024 * 1024;

    /// <summary>Reads the scenario in a folder.</summary>
    /// <param name="directory">The scenario's folder.</param>
    public ScenarioLoad Load(string directory)
    {
        ArgumentNullException.ThrowIfNull(directory);
        try
        {
            return Read(LimitedText.Read(Path.Combine(directory, FileName), NameIn(directory), MaxBytes), directory);
        }
        catch (ManifestException error)
        {
            return Failed(error);
        }
    }

    /// <summary>Reads a scenario from text.</summary>
    /// <param name="text">The text of <c>scenario.yaml</c>.</param>
    /// <param name="directory">The scenario's folder, for the files it names.</param>
    public ScenarioLoad Read(string text, string directory)
    {
        directory = Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory));
        IReadOnlyList<YamlDocument> documents;
        try
        {
            documents = YamlDocumentReader.Read(text, NameIn(directory));
        }
        catch (ManifestException error)
        {
            return Failed(error);
        }

        var problems = new ProblemList();
        var scenario = documents switch
        {
            [] => Refuse(1, 1, "is empty; a scenario starts with apiVersion, kind, metadata and spec"),
            [_, var second, ..] => Refuse(second.Locate("").Line, second.Locate("").Column, "a second document starts here; a file holds one scenario"),
            [{ Root: JsonObject root } document] => Document(new(root, document, "", problems), new(directory, document, problems, taskProblem ?? (_ => null))),
            [var other] => Refuse(other.Locate("").Line, other.Locate("").Column, $"a scenario {NodeWords.MustBe("a mapping", other.Root)}"),
        };
        return new(problems.IsEmpty ? scenario : null, problems.ToList());

        Scenario? Refuse(int line, int column, string message)
        {
            problems.Add(NameIn(directory), line, column, message);
            return null;
        }
    }

    private static Scenario? Document(FieldReader fields, LoadScope scope)
    {
        MustBe("apiVersion", ApiVersion);
        MustBe("kind", "Scenario");
        var folder = Path.GetFileName(scope.Directory);
        if (fields.RequiredMapping("metadata") is { } metadata)
        {
            var name = metadata.Text("name");
            if (name.Length > 0 && name != folder)
            {
                metadata.Problem("name", $"the name must be the folder's, \"{folder}\", not \"{name}\"");
            }

            metadata.End("metadata");
        }

        var scenario = fields.RequiredMapping("spec") is { } spec ? new SpecReader(scope).Read(spec, folder) : null;
        fields.End("a scenario");
        scope.Files.Unreferenced();
        return scenario;

        void MustBe(string key, string value)
        {
            var text = fields.Text(key);
            if (text.Length > 0 && text != value)
            {
                fields.Problem(key, $"{key} must be {value}, not \"{text}\"");
            }
        }
    }

    private static string NameIn(string directory) =>
        $"{Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory)))}/{FileName}";

    private static ScenarioLoad Failed(ManifestException error)
    {
        var problems = new ProblemList();
        problems.Add(error);
        return new(null, problems.ToList());
    }
}
