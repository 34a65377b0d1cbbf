using System.Text.Json.Nodes;
using MeshLab.Core.Clusters.Manifests;
using MeshLab.Core.Exports;
using Xunit;

namespace MeshLab.Tests.Exports;

public sealed class YamlTextTests
{
    [Theory]
    [InlineData("plain")]
    [InlineData("yes")]
    [InlineData("NO")]
    [InlineData("on")]
    [InlineData("null")]
    [InlineData("~")]
    [InlineData("")]
    [InlineData("012")]
    [InlineData("1e3")]
    [InlineData("1:30")]
    [InlineData("2001-01-01")]
    [InlineData("- a")]
    [InlineData("a: b")]
    [InlineData("# no comment")]
    [InlineData("{{ name }}")]
    [InlineData("*star")]
    [InlineData("'quoted'")]
    [InlineData("back\\slash \"quote\"")]
    [InlineData("two\nlines")]
    [InlineData("two\nlines\n")]
    [InlineData("two\nlines\n\n")]
    [InlineData("\n  leading\n")]
    [InlineData("trailing blank \nnext\n")]
    [InlineData("tab\tand\nline")]
    [InlineData("carriage\r\nreturn")]
    [InlineData("grüße — ☃")]
    public void Text_WrittenAndRead_IsTheSame(string text)
    {
        var tree = new JsonObject { ["key"] = text, [text.Length == 0 ? "empty" : text] = new JsonArray(text, new JsonObject { ["inner"] = text }) };

        var read = YamlDocumentReader.Read(YamlText.Of(tree), "x.yaml").Single().Root;

        Assert.True(JsonNode.DeepEquals(tree, read), $"{YamlText.Of(tree)}\n{read?.ToJsonString()}");
    }

    [Fact]
    public void Values_OfOtherTypes_KeepTheirType()
    {
        var tree = JsonNode.Parse("""{"a": 1, "b": 1.5, "c": true, "d": null, "e": {}, "f": [], "g": [[1, [2]], {"h": -0.25}], "i": 12345678901}""")!;

        Assert.True(JsonNode.DeepEquals(tree, YamlDocumentReader.Read(YamlText.Of(tree), "x.yaml").Single().Root));
    }
}
