using System.Diagnostics;
using System.Text;
using MeshLab.Core.Roadmap;
using Xunit;

namespace MeshLab.Tests.Roadmap;

public sealed class RoadmapParserTests
{
    [Theory]
    [InlineData("* [ ] a\n* [X] b\n", "a,b*")]
    [InlineData("+ [ ] a\n+ [x] b\n", "a,b*")]
    [InlineData("1. [ ] a\n2. [x] b\n", "a,b*")]
    [InlineData("-\t[ ] a\n\t- [x] b\n", "a,a/b*")]
    [InlineData("- [ ] a\r\n  - [x] b\r\n", "a,a/b*")]
    [InlineData("- [ ] a\r  - [x] b\r", "a,a/b*")]
    [InlineData("> - [ ] a\n>   - [x] b\n", "a,a/b*")]
    [InlineData("- group\n  - [ ] a\n    - [x] b\n", "a,a/b*")]
    [InlineData("- [ ] a\n\n  more about a\n\n  - [x] b\n", "a,a/b*")]
    [InlineData("- [ ] a\n  over two lines\n", "a-over-two-lines")]
    [InlineData("- [ ]\n  on the next line\n", "on-the-next-line")]
    [InlineData("- [x] no newline at the end", "no-newline-at-the-end*")]
    [InlineData("- [ ]\n- [ ] \n- []\n- [y] a\n- [ ]b\n- [x]: http://c\n", "")]
    [InlineData("```\n- [ ] fenced\n```\n\n    - [ ] indented\n\n<!--\n- [ ] comment\n-->\n", "")]
    [InlineData("- [ ] a\n  ```\n  - [ ] fenced\n  ```\n", "a")]
    [InlineData("- [ ] [ ] twice\n", "twice")]
    [InlineData("- [ ] <b>raw</b> & `<i>`\n", "raw-i")]
    [InlineData("\\- [ ] escaped\n", "")]
    [InlineData("text - [ ] not a list\n", "")]
    [InlineData("", "")]
    [InlineData("\0\0- [ ] a\0b\n- [ ] \u0007\n", "task")]
    public void Parse_ListStyles_FindsTheTasks(string markdown, string expected)
    {
        var tasks = TaskIdsTests.Everything(TaskIdsTests.Parse(markdown));

        Assert.Equal(expected, string.Join(',', tasks.Select(task => task.Id["t/".Length..] + (task.Ticked ? "*" : ""))));
    }

    [Theory]
    [InlineData("## 9.1 Istio\n- [ ] x\n", "9.1", "Istio")]
    [InlineData("## 9.1. Istio ##\n- [ ] x\n", "9.1", "Istio")]
    [InlineData("## 9) Istio\n- [ ] x\n", "9", "Istio")]
    [InlineData("9.1 - Istio\n===\n- [ ] x\n", "9.1", "Istio")]
    [InlineData("Istio\r\n-----\r\n- [ ] x\r\n", "istio", "Istio")]
    [InlineData("# Istio **deep**\n- [ ] x\n", "istio-deep", "Istio **deep**")]
    [InlineData("## 9.1\n- [ ] x\n", "9.1", "9.1")]
    [InlineData("#\n- [ ] x\n", "no-heading", "(no heading)")]
    [InlineData("# Istio <!-- id: mesh -->\n- [ ] x\n", "mesh", "Istio")]
    [InlineData("---\ntitle: front\n---\n# Istio\n- [ ] x\n", "istio", "Istio")]
    [InlineData("# 9.1 Istio\n#### Tasks\n- [ ] x\n", "9.1", "Istio")]
    public void Parse_Headings_AreSections(string markdown, string id, string title)
    {
        var section = Assert.Single(TaskIdsTests.Parse(markdown).Sections);

        Assert.Equal((id, title), (section.Id, section.Title));
        Assert.Single(section.Tasks);
    }

    [Theory]
    [InlineData("# S\n**Goal:** Learn\n\n**Learning objectives:**\n- a\n- b\n\n**Tasks:**\n- [ ] x\n- y\n")]
    [InlineData("# S\n## Goal\nLearn\n## Objectives\n1. a\n2. b\n## Tasks:\n- [ ] x\n")]
    [InlineData("# S\n**Goal**: Learn\n\n__Objectives__:\n* a\n* b\n\n- [ ] x\n")]
    public void Parse_GoalAndObjectives_AreRead(string markdown)
    {
        var section = TaskIdsTests.Parse(markdown).Sections[0];

        Assert.Equal("Learn", section.Goal);
        Assert.Equal(["a", "b"], section.Objectives);
        Assert.Equal("s/x", Assert.Single(section.Tasks).Id);
    }

    [Fact]
    public void Parse_HeadingsWithoutTasks_AreNoSections() => Assert.Empty(TaskIdsTests.Parse("# A\ntext\n## B\n- no task\n").Sections);

    [Theory]
    [InlineData(10)]
    [InlineData(60)]
    [InlineData(2000)]
    public void Parse_DeepNesting_KeepsTheTasksOrSaysWhyNot(int depth)
    {
        var markdown = string.Concat(Enumerable.Range(0, depth).Select(level => new string(' ', 2 * level) + $"- [ ] t{level}\n"));

        var file = TaskIdsTests.Parse(markdown);

        var tasks = TaskIdsTests.Everything(file).ToList();
        Assert.True(tasks.Count == depth || file.Problems.Exists(problem => problem.Message.Contains("nest", StringComparison.OrdinalIgnoreCase)));
        Assert.All(tasks, task => Assert.InRange(task.Id.Count(letter => letter == '/'), 1, RoadmapParser.MaxDepth));
    }

    [Fact]
    public void Parse_ManyLinkDefinitions_IsRefusedQuickly()
    {
        var file = TaskIdsTests.Parse(string.Concat(Enumerable.Range(0, 50_000).Select(number => $"[a{number}]: b\n")));

        Assert.Contains("link definitions", Assert.Single(file.Problems).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_TenThousandTasks_TakesLessThanAFewSeconds()
    {
        var markdown = string.Concat(Enumerable.Range(0, 100).Select(section => $"## 1.{section} Section\n" + string.Concat(Enumerable.Range(0, 20).Select(
            group => $"- [ ] Group **{group}** (of many)\n" + string.Concat(Enumerable.Range(0, 4).Select(task => $"  - [ ] Task `{task}`\n"))))));
        var watch = Stopwatch.StartNew();

        var file = TaskIdsTests.Parse(markdown);

        Assert.Equal(10_000, TaskIdsTests.Everything(file).Select(task => task.Id).Distinct().Count());
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"It took {watch.Elapsed}.");
    }

    [Theory]
    [InlineData("a")]
    [InlineData("[")]
    [InlineData("*")]
    [InlineData("`")]
    [InlineData("<!--")]
    [InlineData("![](")]
    [InlineData("> ")]
    [InlineData("- ")]
    [InlineData("(a b) ")]
    public void Parse_HugeLine_IsCutAndQuick(string piece)
    {
        var watch = Stopwatch.StartNew();

        var file = TaskIdsTests.Parse("# S\n- [ ] x" + string.Concat(Enumerable.Repeat(piece, 1_000_000 / piece.Length)) + "\n- [x] next\n");

        Assert.Equal("s/next", TaskIdsTests.Everything(file).Last().Id);
        Assert.All(TaskIdsTests.Everything(file), task => Assert.InRange(task.Title.Length, 1, TaskTitle.MaxLength + 1));
        Assert.All(TaskIdsTests.Everything(file), task => Assert.InRange(task.Id.Length, 1, 300));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), $"It took {watch.Elapsed}.");
    }

    [Fact]
    public void Parse_NotUtf8_ReadsTheTasksAndSaysSo()
    {
        byte[] bytes = [.. Encoding.ASCII.GetBytes("# S\n- [ ] caf"), 0xE9, .. Encoding.ASCII.GetBytes("\n- [ ] b\n")];

        var file = RoadmapParser.Parse("t.md", bytes);

        Assert.Equal(["café", "b"], file.Sections[0].Tasks.Select(task => task.Title));
        Assert.Contains("UTF-8", Assert.Single(file.Problems).Message, StringComparison.Ordinal);
    }
}
