using System.Text.Json.Nodes;
using MeshLab.Core.Clusters.Manifests;
using MeshLab.Tests.Contract;
using Xunit;

namespace MeshLab.Tests.Clusters.Manifests;

/// <summary>A manifest must mean here what it means to <c>kubectl apply</c>: the same text through both.</summary>
public sealed class YamlAgreesWithKubectlTests
{
    [Fact]
    public async Task Read_EveryKindOfScalar_HasTheValueKubectlGivesIt()
    {
        string[] scalars =
        [
            "yes", "y", "N", "on", "Off", "TRUE", "tRue", "yEs", "~", "null", "NULL", "nULL", "!!null ''",
            "0", "-0", "+1", "0644", "0o644", "0o8", "0x1F", "+0x1F", "-0x10", "0x", "0xG", "0b101", "0b", "089", "00", "0_7", "_1", "1_", "1_000", "1__0",
            "9223372036854775807", "-9223372036854775808",
            "1.0", "1.30", ".5", "5.", "+.5", "1e3", "1E3", "1e+3", "1.e3", "1e-7", "1e400", "0.1_0", "1.1.1", "1:30", "123456789.125", "nan", "inf",
            "2001-01-01", "2001-12-14t21:59:43.10-05:00", "=", "a b", "100m", "1Gi", "v1.2", "1.2.3.4",
            "\"0644\"", "'yes'", "\"a\\u0041\\n\"", "'it''s'", "!!str 12", "!!int \"12\"", "!!float 1", "!!bool yes", "!!binary aGVsbG8=", "! 12",
            "{a: 1, b: [x, {c: d}]}", "{2: 3, true: 1, 1.50: x, 0x10: y, \"yes\": z}", "{<<: {a: 1}, b: 2}", "[]", "{}", "''",
            "|\n    a\n     b\n\n    c\n", ">-\n    a\n    b\n\n    c\n", "|+\n    a\n\n", "a\n    b\n", "\"a\n    b\"",
        ];
        var yaml = "apiVersion: example.com/v1\nkind: Thing\nmetadata: {name: x}\nspec:\n" + string.Concat(scalars.Select((scalar, n) => $"  v{n}: {scalar}\n"));
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, yaml, TestContext.Current.CancellationToken);
            var kubectl = await TestTool.RunAsync("kubectl", null, "annotate", "--local", "-f", file, "-o", "json", "a=b");
            Assert.True(kubectl.ExitCode == 0, kubectl.StandardError);
            var expected = JsonNode.Parse(kubectl.StandardOutput)!["spec"]!;

            var actual = Assert.Single(ManifestReader.Read(yaml, "x.yaml")).Resource["spec"]!;

            for (var n = 0; n < scalars.Length; n++)
            {
                Assert.True(
                    JsonNode.DeepEquals(expected[$"v{n}"], actual[$"v{n}"]),
                    $"{scalars[n]}: kubectl reads {expected[$"v{n}"]?.ToJsonString() ?? "null"}, MeshLab {actual[$"v{n}"]?.ToJsonString() ?? "null"}");
            }
        }
        finally
        {
            File.Delete(file);
        }
    }
}
