using MeshLab.Web.Components;
using Xunit;

namespace MeshLab.Tests.Web.Runs;

public sealed class AnsiTextTests
{
    [Fact]
    public void Parse_TurnsColoursIntoClasses()
    {
        var spans = AnsiText.Parse("plain \u001b[1;31mred\u001b[0m \u001b[38;5;2mgreen\u001b[39m end");

        Assert.Equal(
            [new("plain ", ""), new("red", "ansi-bold ansi-red"), new(" ", ""), new("green", "ansi-green"), new(" end", "")],
            spans);
    }

    [Theory]
    [InlineData("a\u001b[2Jb", "ab")]
    [InlineData("a\u001b]8;;https://evil.test\u001b\\link\u001b]8;;\u001b\\b", "alinkb")]
    [InlineData("a\u001b]0;title\ab", "ab")]
    [InlineData("a\u001b", "a")]
    [InlineData("a\u001b[", "a")]
    [InlineData("a\u001b[31", "a")]
    [InlineData("a\u0000\u0008b\tc", "ab\tc")]
    [InlineData("<script>alert(1)</script>", "<script>alert(1)</script>")]
    public void Plain_TakesEveryOtherSequenceOut(string line, string plain) => Assert.Equal(plain, AnsiText.Plain(line));
}
