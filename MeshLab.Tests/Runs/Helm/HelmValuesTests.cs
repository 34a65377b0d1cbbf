using MeshLab.Core.Runs.Helm;
using MeshLab.Core.Scenarios;
using Xunit;

namespace MeshLab.Tests.Runs.Helm;

public sealed class HelmValuesTests
{
    [Fact]
    public void Single_SetsPathsAndTypesAsHelmDoes()
    {
        var values = HelmValues.Single(new Dictionary<string, string>
        {
            ["a.b"] = "1",
            ["a.c"] = "true",
            ["a.d"] = "1.30",
            ["a.e"] = "007",
            ["labels.app\\.kubernetes\\.io/name"] = "x",
            ["list[1].name"] = "second",
        });

        Assert.Equal("""{"a":{"b":1,"c":true,"d":"1.30","e":"007"},"labels":{"app.kubernetes.io/name":"x"},"list":[null,{"name":"second"}]}""", values.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
    }

    [Fact]
    public async Task Merge_TakesLaterFilesOverEarlierOnes_AndANullAway()
    {
        var folder = Directory.CreateTempSubdirectory("meshlab-values-");
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "one.yaml"), "a: { x: 1, w: 2 }\nlist: [1, 2]\ngone: 1\n");
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "two.yaml"), "a: { w: 3 }\nlist: [3]\ngone: null\n");
            var scenario = new Scenario("s", "", "", "", Mesh.None, [], [], [], [], [], folder.FullName);
            var action = new HelmAction("r", null, "c", null, "n", ["one.yaml", "two.yaml"], new Dictionary<string, string> { ["a.z"] = "4" });

            var values = await HelmValues.MergeAsync(scenario, action, CancellationToken.None);

            Assert.Equal("""{"a":{"x":1,"w":3,"z":4},"list":[3]}""", values.ToJsonString());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
