using System.Text.Json.Nodes;
using MeshLab.Core.Runs.Checks;
using Xunit;

namespace MeshLab.Tests.Runs.Checks;

public sealed class PartialMatchTests
{
    [Theory]
    [InlineData("""{"a":1}""", """{"a":1,"b":2}""")]
    [InlineData("""{"a":1}""", """{"a":1.0}""")]
    [InlineData("""{"a":{"b":"c"}}""", """{"a":{"b":"c","d":"e"}}""")]
    [InlineData("""{"a":null}""", """{"b":1}""")]
    [InlineData("""{"l":[{"name":"y","v":2}]}""", """{"l":[{"name":"x"},{"name":"y","v":2,"w":3}]}""")]
    [InlineData("""{"l":["b","d"]}""", """{"l":["a","b","c","d"]}""")]
    [InlineData("""{"l":[{"p":80}]}""", """{"l":[{"p":443},{"p":80,"q":1}]}""")]
    [InlineData("""{"l":[]}""", """{"l":[1]}""")]
    public void Differences_OfAPart_AreNone(string expected, string actual) =>
        Assert.Empty(PartialMatch.Differences(JsonNode.Parse(expected), JsonNode.Parse(actual)));

    [Theory]
    [InlineData("""{"a":1}""", """{"a":2}""", "a is 2, expected 1")]
    [InlineData("""{"a":1}""", """{"a":"1"}""", "a is \"1\", expected 1")]
    [InlineData("""{"a":{"b":1}}""", """{}""", "a is not there, expected {\"b\":1}")]
    [InlineData("""{"a":null}""", """{"a":1}""", "a is 1, expected it to be absent")]
    [InlineData("""{"l":[{"name":"y"}]}""", """{"l":[{"name":"x"}]}""", "l has no element named y")]
    [InlineData("""{"l":[{"name":"y","v":1}]}""", """{"l":[{"name":"y","v":2}]}""", "l[y].v is 2, expected 1")]
    [InlineData("""{"l":["d","b"]}""", """{"l":["b","d"]}""", "l has no element \"b\" after the 2 before it")]
    public void Differences_NameTheFieldAndBothValues(string expected, string actual, string difference) =>
        Assert.Equal([difference], PartialMatch.Differences(JsonNode.Parse(expected), JsonNode.Parse(actual)));
}
