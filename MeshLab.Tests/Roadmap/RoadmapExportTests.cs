using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using MeshLab.Core.Roadmap;
using Xunit;

namespace MeshLab.Tests.Roadmap;

public sealed class RoadmapExportTests
{
    private static readonly Dictionary<string, RoadmapStateRow> _nothing = [];

    /// <summary>Pieces of Markdown that, strung together, make tasks in every odd surrounding.</summary>
    private static readonly string[] _pieces =
    [
        "- [ ] ", "- [x] ", "* [X] ", "+ [ ]\t", "1. [ ] ", "12) [x] ", "- [\t] ", "- [] ", "- [ ]", "-\t[ ] ", "\t", " ", "  ", "    ", "\n", "\n", "\n\n", "\r\n", "\r", "# ", "## 9.1 ", "9.1 A\n===\n",
        "```\n", "~~~", "`", "> ", "<!-- ", "-->", "<!-- id: a -->", "<!-- id: 9.1/a/b -->", "**", "*", "_", "[", "](x)", "<div>\n", "</div>", "---\n", "a", "b (c d)", "(c)", "é", "🚀", "\0", "\uFEFF", "|a|b|\n|-|-|\n",
        "**Goal:** ", "**Learning objectives:**\n", "**Tasks:**\n", "[x]: y\n", "\\", "&amp;", "$", "text ",
    ];

    [Property(MaxTest = 800)]
    public Property Export_NothingSet_IsByteForByteTheFile() => Prop.ForAll(Bytes().ToArbitrary(), bytes =>
        RoadmapExport.Write(Parse(bytes), _nothing).Content.AsSpan().SequenceEqual(bytes));

    [Property(MaxTest = 400)]
    public Property Export_AnythingSet_ChangesBoxesOnlyAndReadsBackTheSame() => Prop.ForAll(Bytes().ToArbitrary(), ArbMap.Default.ArbFor<int>(), (bytes, seed) =>
    {
        var file = Parse(bytes);
        var random = new Random(seed);
        var leaves = file.Sections.SelectMany(section => section.Tasks).SelectMany(task => task.Leaves()).ToList();
        var states = leaves.Where(_ => random.Next(2) == 0)
            .ToDictionary(leaf => leaf.Id, leaf => new RoadmapStateRow { TaskId = leaf.Id, Done = random.Next(2) == 0, FileTicked = leaf.Ticked });

        var exported = RoadmapExport.Write(file, states).Content;

        var again = Parse(exported);
        var before = file.Source.Text;
        var after = again.Source.Text;
        var boxes = TaskIdsTests.Everything(file).Select(task => task.Box).ToHashSet();
        return exported.Length == bytes.Length
            && Enumerable.Range(0, before.Length).All(index => before[index] == after[index] || boxes.Contains(index))
            && TaskIdsTests.Everything(again).Select(task => task.Id).SequenceEqual(TaskIdsTests.Everything(file).Select(task => task.Id))
            && leaves.All(leaf => TaskIdsTests.Everything(again).First(task => task.Id == leaf.Id).Ticked == StateReader.IsDone(leaf, states.GetValueOrDefault(leaf.Id)));
    });

    [Property(MaxTest = 200)]
    public Property Ids_OfAnything_AreUniqueAndResolveToThemselves() => Prop.ForAll(Bytes().ToArbitrary(), bytes =>
    {
        var snapshot = new RoadmapSnapshot([RoadmapParser.Parse("t.md", bytes)], []);
        return snapshot.TaskIdentifiers.All(id => snapshot.Match(id) is [var task] && task.Id == id);
    });

    [Theory]
    [InlineData("\uFEFF# S\r\n-\t[ ] a\r\n\t* [X] b\r\n\t* [ ] c", "\uFEFF# S\r\n-\t[x] a\r\n\t* [X] b\r\n\t* [x] c")]
    [InlineData("- [ ] a\n```\n- [ ] a\n```\n  - [ ] a", "- [x] a\n```\n- [ ] a\n```\n  - [x] a")]
    [InlineData("> 1. [\t] a\n> 2. [ ] é🚀\n", "> 1. [x] a\n> 2. [x] é🚀\n")]
    public void Export_AllDone_TicksBoxesAndDerivedParentsOnly(string markdown, string expected)
    {
        foreach (var encoding in new Encoding[] { new UTF8Encoding(false), new UnicodeEncoding(true, false) })
        {
            // UTF-16 is known by its mark alone.
            var mark = encoding is UnicodeEncoding && markdown[0] != '\uFEFF' ? "\uFEFF" : "";
            var file = Parse(encoding.GetBytes(mark + markdown));
            var states = TaskIdsTests.Everything(file).Where(task => task.IsLeaf)
                .ToDictionary(leaf => leaf.Id, leaf => new RoadmapStateRow { TaskId = leaf.Id, Done = true, FileTicked = leaf.Ticked });

            Assert.Equal(mark + expected, encoding.GetString(RoadmapExport.Write(file, states).Content));
        }
    }

    [Fact]
    public async Task Export_Phase9Untouched_IsTheFile()
    {
        await using var roadmap = await TestRoadmap.Phase9Async();

        Assert.Equal(await File.ReadAllBytesAsync(Repository.PathTo("docs", "roadmap", "phase-9.md")), (await roadmap.Service.ExportAsync(default)).Single().Content);
    }

    private static ParsedFile Parse(byte[] bytes)
    {
        var file = RoadmapParser.Parse("t.md", bytes);
        TaskIds.Assign([file]);
        return file;
    }

    /// <summary>Strings of pieces in UTF-8, some with bytes broken.</summary>
    private static Gen<byte[]> Bytes() =>
        from pieces in Gen.Elements(_pieces).ListOf()
        from broken in Gen.Frequency((4, Gen.Constant(-1)), (1, Gen.Choose(0, 200)))
        from value in Gen.Choose(0, 255)
        select Break(Encoding.UTF8.GetBytes(string.Concat(pieces)), broken, (byte)value);

    private static byte[] Break(byte[] bytes, int at, byte value)
    {
        if (at >= 0 && at < bytes.Length)
        {
            bytes[at] = value;
        }

        return bytes;
    }
}
