using System.Text.Json.Nodes;
using MeshLab.Core.Clusters.Manifests;
using Xunit;

namespace MeshLab.Tests.Clusters.Manifests;

public sealed class ManifestReaderTests
{
    private const string Head = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n";

    [Fact]
    public void Read_SeveralDocumentsWithEmptyOnes_GivesTheObjectsInOrder()
    {
        var manifests = ManifestReader.Read($"# nothing\n---\n---\n{Head}---\n# still nothing\n---\n{Head.Replace("name: a", "name: b")}...\n---\n", "x.yaml");

        Assert.Equal(["a", "b"], manifests.Select(manifest => (string?)manifest.Resource["metadata"]!["name"]));
        Assert.Equal(3, manifests[0].Position.Line - 1);
    }

    [Fact]
    public void Read_Lists_AreUnfolded()
    {
        var manifests = ManifestReader.Read("apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: Secret, metadata: {name: a}}\n- apiVersion: v1\n  kind: ConfigMapList\n  items:\n  - {apiVersion: v1, kind: ConfigMap, metadata: {name: b}}\n", "x.yaml");

        Assert.Equal(["Secret", "ConfigMap"], manifests.Select(manifest => (string?)manifest.Resource["kind"]));
        Assert.Equal(new YamlPosition(8, 5), manifests[1].Position);
    }

    [Fact]
    public void Read_SeveralObjectsWrong_NamesAllOfThemWithTheirPlace()
    {
        var error = Assert.Throws<ManifestException>(() => ManifestReader.Read("kind: Pod\nmetadata: {name: 1}\n---\n- 1\n---\napiVersion: v1\nkind: Pod\nmetadata:\n  labels: {}\n", "pods/x.yaml"));

        Assert.Equal(
            [
                "pods/x.yaml:1:1: apiVersion is missing",
                "pods/x.yaml:4:1: a Kubernetes object is a mapping, this is a sequence",
                "pods/x.yaml:8:1: metadata.name of this Pod is missing",
            ],
            error.Problems.Select(problem => problem.ToString()));
    }

    [Fact]
    public void Read_NumberForName_SaysToQuoteIt()
    {
        var error = Assert.Throws<ManifestException>(() => ManifestReader.Read("apiVersion: v1\nkind: Pod\nmetadata:\n  name: 7\n", "x.yaml"));

        Assert.Equal("x.yaml:4:3: metadata.name of this Pod must be text, this is the number 7; put it in quotes", error.Message);
    }

    [Theory]
    [InlineData("data:\n\tx: 1\n", 5)]
    [InlineData("data: {a: [1, 2}\n", 4)]
    [InlineData("data: \"never closed\n", 4)]
    [InlineData("data: 'a\\\n", 4)]
    [InlineData("data: *nowhere\n", 4)]
    [InlineData("data: &a [*a]\n", 4)]
    [InlineData("data: {x: .inf}\n", 4)]
    [InlineData("data: !vault x\n", 4)]
    [InlineData("data: !!int x\n", 4)]
    [InlineData("data: {{ value }}\n", 4)]
    [InlineData("data:\n  x: 1\n  z: 2\n  x: 3\n", 7)]
    [InlineData("data:\n  ? [a, b]\n  : 1\n", 5)]
    [InlineData("data:\n  <<: 5\n", 5)]
    [InlineData("data:\n  y: 2\n", 5)]
    [InlineData("data: !<tag:a%zz> x\n", 4)]
    public void Read_BrokenYaml_NamesTheLine(string tail, int line)
    {
        var error = Assert.Throws<ManifestException>(() => ManifestReader.Read(Head + tail, "x.yaml"));

        Assert.InRange(error.Problems[0].Line, line, line + 1);
        Assert.StartsWith("x.yaml:", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_AnchorsAndMergeKeys_AreUnfoldedAndOwnKeysWin()
    {
        var spec = Spec("  base: &base {a: 1, b: {c: 2}}\n  one:\n    a: 5\n    <<: *base\n  two: *base\n  many:\n    <<: [{x: 1}, {x: 2, z: 3}]\n");

        Assert.Equal("""{"a":5,"b":{"c":2}}""", spec["one"]!.ToJsonString());
        Assert.Equal("""{"a":1,"b":{"c":2}}""", spec["two"]!.ToJsonString());
        Assert.Equal("""{"x":1,"z":3}""", spec["many"]!.ToJsonString());
    }

    [Fact]
    public void Read_AliasBomb_IsRefusedAtOnce()
    {
        var bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + string.Concat(Enumerable.Range(1, 12).Select(n => $"a{n}: &a{n} [{string.Join(", ", Enumerable.Repeat($"*a{n - 1}", 10))}]\n"));

        var error = Assert.Throws<ManifestException>(() => ManifestReader.Read(Head + bomb, "x.yaml"));

        Assert.Contains("unfold into more than", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[", "]")]
    [InlineData("{a: ", "}")]
    public void Read_NestedBeyondReason_IsRefused(string open, string close)
    {
        var deep = string.Concat(Enumerable.Repeat(open, 5000)) + string.Concat(Enumerable.Repeat(close, 5000));

        var error = Assert.Throws<ManifestException>(() => ManifestReader.Read($"{Head}data: {deep}\n", "x.yaml"));

        Assert.Contains("levels deep", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_Numbers_ConvertToAnyTypeThatHoldsThem()
    {
        var spec = Spec("  port: 8080\n  share: 1.0\n");

        Assert.Equal(8080, spec["port"]!.GetValue<int>());
        Assert.Equal(8080L, spec["port"]!.GetValue<long>());
        Assert.Equal(8080d, spec["port"]!.GetValue<double>());
        Assert.Equal("1", spec["share"]!.ToJsonString());
    }

    [Fact]
    public void Read_BomCrLfAndTabbedJson_AreAccepted()
    {
        Assert.Single(ManifestReader.Read("\uFEFF" + Head.Replace("\n", "\r\n"), "x.yaml"));
        Assert.Single(ManifestReader.Read("{\n\t\"apiVersion\": \"v1\",\n\t\"kind\": \"Pod\",\n\t\"metadata\": {\n\t\t\"name\": \"a\\/b\"\n\t}\n}\n", "x.json"));
    }

    [Fact]
    public void ProblemAt_FieldThatIsNotThere_PointsToItsNearestParent()
    {
        var manifest = Assert.Single(ManifestReader.Read(Head + "spec:\n  hosts:\n  - a\n  - b\n  a/b~c: 1\n", "x.yaml"));

        Assert.Equal("x.yaml:7:5: bad", manifest.ProblemAt("/spec/hosts/1", "bad").ToString());
        Assert.Equal("x.yaml:5:3: bad", manifest.ProblemAt("/spec/hosts/7/x", "bad").ToString());
        Assert.Equal("x.yaml:8:3: bad", manifest.ProblemAt(YamlDocument.Child("/spec", "a/b~c"), "bad").ToString());
    }

    [Fact]
    public async Task ReadFileAsync_NoSuchFileOrNotText_SaysSo()
    {
        var folder = Directory.CreateTempSubdirectory("meshlab-test-").FullName;
        try
        {
            var binary = Path.Combine(folder, "b.yaml");
            await File.WriteAllBytesAsync(binary, [0x6b, 0xff, 0xfe, 0x80], TestContext.Current.CancellationToken);

            var missing = await Assert.ThrowsAsync<ManifestException>(() => ManifestReader.ReadFileAsync(Path.Combine(folder, "a.yaml"), "a.yaml", TestContext.Current.CancellationToken));
            var notText = await Assert.ThrowsAsync<ManifestException>(() => ManifestReader.ReadFileAsync(binary, "b.yaml", TestContext.Current.CancellationToken));

            Assert.StartsWith("a.yaml:1:1: cannot be read: ", missing.Message, StringComparison.Ordinal);
            Assert.Equal("b.yaml:1:1: is not UTF-8 text", notText.Message);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static JsonNode Spec(string yaml) => Assert.Single(ManifestReader.Read(Head + "spec:\n" + yaml, "x.yaml")).Resource["spec"]!;
}
