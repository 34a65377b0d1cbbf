using System.Text.Json.Nodes;
using MeshLab.Core.Runs.Checks;
using Xunit;

namespace MeshLab.Tests.Runs.Checks;

public sealed class ObjectFragmentTests
{
    [Fact]
    public void Fragment_HasTheNameAndTheCheckedFieldsWithTheirLiveValues()
    {
        var found = ObjectFragment.Of(
            Parse("""{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web","namespace":"shop","labels":{"app":"web"}},"spec":{"replicas":3,"template":{"spec":{"containers":[{"name":"app","image":"x"}]}}}}"""),
            Parse("""{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web","namespace":"shop","uid":"u","labels":{"app":"web","tier":"front"}},"spec":{"replicas":2,"paused":false,"template":{"spec":{"containers":[{"name":"side"},{"name":"app","image":"y","ports":[]}]}}}}"""));

        Assert.Equal("Deployment shop/web", found.Name);
        Assert.True(JsonNode.DeepEquals(
            Parse("""{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web","namespace":"shop","labels":{"app":"web"}},"spec":{"replicas":2,"template":{"spec":{"containers":[{"name":"app","image":"y"}]}}}}"""),
            JsonNode.Parse(found.Json)), found.Json);
    }

    [Fact]
    public void Fragment_OfASecret_MasksItsValues()
    {
        var found = ObjectFragment.Of(
            Parse("""{"apiVersion":"v1","kind":"Secret","metadata":{"name":"key"},"data":{"token":"x"}}"""),
            Parse("""{"apiVersion":"v1","kind":"Secret","metadata":{"name":"key","namespace":"shop"},"data":{"token":"aHVudGVyMg=="}}"""));

        Assert.DoesNotContain("aHVudGVyMg", found.Json, StringComparison.Ordinal);
        Assert.Contains("•••", found.Json, StringComparison.Ordinal);
    }

    [Fact]
    public void Fragment_OfAListWithoutNames_ShowsTheElementThatWasMeant()
    {
        var found = ObjectFragment.Of(
            Parse("""{"apiVersion":"v1","kind":"Service","metadata":{"name":"web"},"spec":{"ports":[{"port":80}]}}"""),
            Parse("""{"apiVersion":"v1","kind":"Service","metadata":{"name":"web","namespace":"shop"},"spec":{"ports":[{"port":443},{"port":80,"targetPort":8080}]}}"""));

        Assert.Equal("""[{"port":80}]""", JsonNode.Parse(found.Json)!["spec"]!["ports"]!.ToJsonString());
    }

    private static JsonObject Parse(string json) => (JsonObject)JsonNode.Parse(json)!;
}
