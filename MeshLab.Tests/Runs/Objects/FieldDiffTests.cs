using System.Text.Json.Nodes;
using MeshLab.Core.Runs;
using MeshLab.Core.Runs.Objects;
using Xunit;

namespace MeshLab.Tests.Runs.Objects;

public sealed class FieldDiffTests
{
    [Fact]
    public void Of_NamesAddedRemovedAndChangedFields_AndLeavesOutTheServersOwn()
    {
        var before = JsonNode.Parse("""{"metadata":{"resourceVersion":"1","labels":{"a":"b"}},"spec":{"x":1,"list":[1,2]},"status":{"s":1}}""")!;
        var after = JsonNode.Parse("""{"metadata":{"resourceVersion":"2","labels":{"a":"c"}},"spec":{"list":[1],"y":true},"status":{"s":2}}""")!;

        var fields = FieldDiff.Of(before, after);

        Assert.Equal([new PlanField("metadata.labels.a", "\"b\"", "\"c\""), new PlanField("spec.x", "1", null), new PlanField("spec.list[1]", "2", null), new PlanField("spec.y", null, "true")], fields);
        Assert.Equal(["~ metadata.labels.a: \"b\" → \"c\"", "- spec.x: 1", "- spec.list[1]: 2", "+ spec.y: true"], fields.Select(FieldDiff.Line));
    }

    [Fact]
    public void WithoutValues_KeepsThePathOnly() => Assert.Equal(new PlanField("data.password", "•••", null), FieldDiff.WithoutValues(new PlanField("data.password", "\"a\"", null)));
}
