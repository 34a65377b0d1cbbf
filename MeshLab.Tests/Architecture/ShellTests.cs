using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Xunit;

namespace MeshLab.Tests.Architecture;

/// <summary>Tools are started with a list of arguments: no text that comes from outside is ever read by a shell.</summary>
public sealed partial class ShellTests
{
    /// <summary>The files that start processes; a new one has to be looked at and named here.</summary>
    private static readonly string[] _starters =
    [
        "MeshLab.Core/Clusters/Connections/ExecCredentials.cs",
        "MeshLab.Core/Runs/Tools/ToolRunner.cs",
    ];

    [Fact]
    public void Sources_ThatStartProcesses_AreThoseNamedHere() =>
        Assert.Equal(_starters, Sources().Where(file => Starts().IsMatch(file.Text)).Select(file => file.Path).Order(StringComparer.Ordinal));

    [Fact]
    public void Sources_NameNoShell_AndGiveNoArgumentsAsOneText() =>
        // The demo cluster understands a few lines of shell itself, and starts nothing.
        Assert.All(Sources().Where(file => !file.Path.StartsWith("MeshLab.Core/Simulation/", StringComparison.Ordinal)), file => Assert.False(Shell().IsMatch(file.Text), $"{file.Path}: {Shell().Match(file.Text).Value}"));

    private static IEnumerable<(string Path, string Text)> Sources([CallerFilePath] string here = "")
    {
        var root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));
        return new[] { "MeshLab.Core", "MeshLab.Web" }
            .SelectMany(project => Directory.EnumerateFiles(Path.Combine(root, project), "*.cs", SearchOption.AllDirectories))
            .Select(file => (Path: Path.GetRelativePath(root, file).Replace('\\', '/'), file))
            .Where(file => !file.Path.Contains("/obj/", StringComparison.Ordinal) && !file.Path.Contains("/bin/", StringComparison.Ordinal))
            .Select(file => (file.Path, File.ReadAllText(file.file)));
    }

    [GeneratedRegex(@"\bProcess\.Start\(|\bnew Process\b|Cli\.Wrap\(|\bnew ProcessStartInfo\(")]
    private static partial Regex Starts();

    [GeneratedRegex("""UseShellExecute\s*=\s*true|"(/bin/)?(ba|z|k)?sh"\s*[,)]|"/bin/dash"|"cmd(\.exe)?"\s*[,)]|"powershell|"pwsh|\.WithArguments\(\s*(\$?"|string)""")]
    private static partial Regex Shell();
}
