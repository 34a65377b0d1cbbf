using System.Text;
using MeshLab.Core.Roadmap;
using Xunit;

namespace MeshLab.Tests.Roadmap;

public sealed class TaskIdsTests
{
    [Theory]
    [InlineData("Install Istio (istioctl or Helm)", "install-istio")]
    [InlineData("Traffic splitting (canary)", "traffic-splitting-canary")]
    [InlineData("Create `docs/service-mesh-comparison.md`", "create-docs-service-mesh-comparison-md")]
    [InlineData("**ADR:** Document service mesh decision for this lab", "adr-document-service-mesh-decision-for-this-lab")]
    [InlineData("ServiceExport/ServiceImport resources", "serviceexport-serviceimport-resources")]
    [InlineData("[Read *this*](https://example.test/a_b) first", "read-this-first")]
    [InlineData("Don't panic", "dont-panic")]
    [InlineData("(all of it)", "all-of-it")]
    [InlineData("An (unclosed aside", "an-unclosed-aside")]
    [InlineData("Überprüfen", "überprüfen")]
    [InlineData("🚀", "task")]
    public void Id_FromText_IsItsWords(string text, string expected) => Assert.Equal([$"9.1/{expected}"], Ids($"## 9.1 S\n- [ ] {text}\n"));

    [Fact]
    public void Id_ExplanationsAloneTellSiblingsApart_AllSiblingsKeepThem()
    {
        Assert.Equal(["s/deploy-to-the-east", "s/deploy-to-the-west"], Ids("# S\n- [ ] Deploy (to the east)\n- [ ] Deploy (to the west)\n"));
        Assert.Equal(["s/deploy-to-the-west", "s/deploy-to-the-east"], Ids("# S\n- [ ] Deploy (to the west)\n- [ ] Deploy (to the east)\n"));
    }

    [Fact]
    public void Id_EqualSiblings_AreNumberedWithoutTakingAnothersId() =>
        Assert.Equal(["s/test", "s/test-3", "s/test-2"], Ids("# S\n- [ ] Test\n- [ ] Test\n- [ ] Test 2\n"));

    [Fact]
    public void Id_EqualSections_AreNumberedAndReported()
    {
        var file = Parse("## 9.1 A\n- [ ] x\n## 9.1 B\n- [ ] x\n");

        Assert.Equal(["9.1/x", "9.1-2/x"], Everything(file).Select(task => task.Id));
        Assert.Equal("t.md:3: Another section is '9.1' already, so this one is '9.1-2'. Give each section a number of its own.", Assert.Single(file.Problems).ToString());
    }

    [Theory]
    [InlineData("# S\n- [ ] New name <!-- id: old-name -->\n  - [ ] Child\n", "s/old-name", "s/old-name/child")]
    [InlineData("# S\n- [ ] New name\n  <!-- id: old-name -->\n  - [ ] Child\n", "s/old-name", "s/old-name/child")]
    [InlineData("# S\n- [ ] Moved here <!--id:9.1/install-istio-->\n  - [ ] Child\n", "9.1/install-istio", "9.1/install-istio/child")]
    public void Id_SetByComment_ReplacesTheText(string markdown, string parent, string child)
    {
        var file = Parse(markdown);

        Assert.Equal([parent, child], Everything(file).Select(task => task.Id));
        Assert.DoesNotContain("<!--", file.Sections[0].Tasks[0].Title, StringComparison.Ordinal);
    }

    [Fact]
    public void Id_SetTwice_TheSecondIsNumberedAndReported()
    {
        var file = Parse("# S\n- [ ] A <!-- id: x -->\n- [ ] B <!-- id: x -->\n");

        Assert.Equal(["s/x", "s/x-2"], Everything(file).Select(task => task.Id));
        Assert.Equal(3, Assert.Single(file.Problems).Line);
    }

    [Fact]
    public void Id_NeighboursMoveOrGo_Stays()
    {
        var before = Ids("# S\n- [ ] A\n- [ ] B\n  - [ ] C\n- [ ] D\n");
        var after = Ids("# S\n- [ ] New\n- [ ] D\n- [ ] B\n  - [ ] New\n  - [ ] C\n");

        Assert.Equal(["s/b", "s/b/c", "s/d"], before.Intersect(after));
    }

    [Fact]
    public void Id_TenThousandEqualTasks_AreAllDifferent()
    {
        var ids = Ids("# S\n" + string.Concat(Enumerable.Repeat("- [ ] same\n", 10_000)));

        Assert.Equal(10_000, ids.Distinct().Count());
    }

    internal static ParsedFile Parse(string markdown)
    {
        var file = RoadmapParser.Parse("t.md", Encoding.UTF8.GetBytes(markdown));
        TaskIds.Assign([file]);
        return file;
    }

    internal static IEnumerable<ParsedTask> Everything(ParsedFile file) => file.Sections.SelectMany(section => section.Tasks).SelectMany(task => task.Everything());

    private static List<string> Ids(string markdown) => [.. Everything(Parse(markdown)).Select(task => task.Id)];
}
