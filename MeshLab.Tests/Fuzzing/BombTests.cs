using System.IO.Compression;
using System.Text;
using MeshLab.Core.Clusters.Kubeconfigs;
using MeshLab.Core.Clusters.Manifests;
using MeshLab.Core.Exports;
using MeshLab.Core.Scenarios.Loading;
using MeshLab.Tests.Scenarios;
using Xunit;

namespace MeshLab.Tests.Fuzzing;

/// <summary>Inputs that were made to take all of the memory, the stack, the time or the disk: refused with what is wrong and where, or read within bounds.</summary>
public sealed class BombTests : IDisposable
{
    private const int Deep = 50_000;

    private readonly string _folder = Directory.CreateTempSubdirectory("meshlab-bombs-").FullName;

    public static TheoryData<string, string> Bombs()
    {
        var laughs = new StringBuilder("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\na0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]\n");
        for (var level = 1; level < 12; level++)
        {
            laughs.Append(System.Globalization.CultureInfo.InvariantCulture, $"a{level}: &a{level} [{string.Join(", ", Enumerable.Repeat($"*a{level - 1}", 10))}]\n");
        }

        var arrays = new string('[', Deep) + new string(']', Deep);
        var objects = string.Concat(Enumerable.Repeat("{\"a\":", Deep)) + "1" + new string('}', Deep);
        var data = new TheoryData<string, string>();
        foreach (var target in new[] { "manifest", "scenario", "kubeconfig" })
        {
            data.Add(target, laughs.ToString());
            data.Add(target, "a: &a {b: *a}");
            data.Add(target, $"a: {arrays}");
            data.Add(target, string.Concat(Enumerable.Range(0, 2_000).Select(depth => new string(' ', depth) + "a:\n")));
            data.Add(target, $"a: {objects}");
        }

        foreach (var target in new[] { "kubelet", "metrics-api", "prometheus", "fortio", "experiment", "prices" })
        {
            data.Add(target, arrays);
            data.Add(target, objects);
            data.Add(target, "{\"pods\":" + arrays + ",\"items\":" + arrays + ",\"status\":\"success\",\"data\":" + objects + "}");
        }

        foreach (var target in new[] { "roadmap", "document" })
        {
            data.Add(target, new string('>', Deep));
            data.Add(target, string.Concat(Enumerable.Range(0, 300).Select(depth => new string(' ', 2 * depth) + "- [ ] a\n")));
            data.Add(target, new string('[', Deep));
            data.Add(target, string.Concat(Enumerable.Repeat("**", Deep)) + "a");
            data.Add(target, string.Concat(Enumerable.Range(0, 6_000).Select(number => $"[a{number}]: b\n")));
            data.Add(target, "|" + string.Concat(Enumerable.Repeat("a|", 5_000)) + "\n|" + string.Concat(Enumerable.Repeat("-|", 5_000)) + "\n");
        }

        return data;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Bombs))]
    public void Bomb_OfAnyFormat_IsReadOrRefusedWithinBounds(string name, string bomb) =>
        Assert.Null(FuzzTargets.All.Single(target => target.Name == name).Judge(Encoding.UTF8.GetBytes(bomb)));

    [Fact]
    public void YamlBomb_Aliases_IsRefusedWithItsPlace()
    {
        var bomb = (string)Bombs().Select(row => row.Data).First(row => row.Item1 == "manifest").Item2;

        var problem = Assert.Single(Assert.Throws<ManifestException>(() => ManifestReader.Read(bomb, "bomb.yaml")).Problems);

        Assert.Contains("unfold into more than", problem.Message, StringComparison.Ordinal);
        Assert.True(problem.Line > 4, $"line {problem.Line}");
    }

    [Fact]
    public async Task GiantFiles_AreRefusedBeforeTheyAreRead()
    {
        var file = Path.Combine(_folder, "config");
        await using (var giant = File.Create(file))
        {
            giant.SetLength(100 << 20);
        }

        Assert.Contains("no kubeconfig has more than", Assert.Single(KubeconfigFile.Read(file).Problems).Message, StringComparison.Ordinal);
        Assert.Contains("more than 33,554,432 are refused", (await Assert.ThrowsAsync<ManifestException>(() => ManifestReader.ReadFileAsync(file, "giant.yaml", TestContext.Current.CancellationToken))).Message, StringComparison.Ordinal);
        using var scenario = new ScenarioFolder();
        File.Copy(file, Path.Combine(scenario.Shop, "scenario.yaml"), overwrite: true);
        Assert.Contains("are refused", Assert.Single(new ScenarioLoader().Load(scenario.Shop).Problems).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../evil.yaml")]
    [InlineData("a/../../evil.yaml")]
    [InlineData("/etc/evil.yaml")]
    [InlineData("a\\evil.yaml")]
    [InlineData("C:evil.yaml")]
    public void Export_FileThatWouldLieElsewhere_IsNotMade(string path) =>
        Assert.Contains("outside of its folder", Assert.Throws<InvalidOperationException>(() => new ExportArchive("x.zip", [new(path, "a")]).ToZip()).Message, StringComparison.Ordinal);

    [Fact]
    public void Export_Ordinary_UnpacksBelowItsFolder()
    {
        using var zip = new ZipArchive(new MemoryStream(new ExportArchive("x.zip", [new("a/b.yaml", "a: b\n")]).ToZip()));

        Assert.Equal("a/b.yaml", Assert.Single(zip.Entries).FullName);
    }
}
