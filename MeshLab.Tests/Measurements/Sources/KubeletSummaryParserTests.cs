using System.Text;
using System.Text.Json;
using MeshLab.Core.Measurements.Sources;
using Xunit;

namespace MeshLab.Tests.Measurements.Sources;

public sealed class KubeletSummaryParserTests
{
    [Fact]
    public async Task Parse_RealSummary_GivesNodeAndEveryContainerWithItsOwnTimes()
    {
        await using var stream = Sample.Open("kubelet-stats-summary.json");

        var observations = await KubeletSummaryParser.ParseAsync("lab", stream, CancellationToken.None);

        Assert.Equal(5, observations.Count);
        var node = observations.Single(observation => observation.Subject.Scope == UsageScope.Node);
        Assert.Equal("lab", node.Subject.Node);
        Assert.Equal(1520578257604, node.Cpu!.Value.CoreNanoseconds);
        var proxy = observations.Single(observation => observation.Subject is { Pod: "p1", Container: "istio-proxy" });
        Assert.Equal(new UsageSubject(UsageScope.Container, "lab", "default", "p1", "4ce47bcd-2fc9-425b-b02b-e3f2f0f9d1f8", "istio-proxy"), proxy.Subject);
        Assert.Equal(new CpuCounter(new(2026, 11, 23, 19, 11, 40, TimeSpan.Zero), 3536485633), proxy.Cpu);
        Assert.Equal(new MemoryGauge(new(2026, 11, 23, 19, 11, 40, TimeSpan.Zero), 581632), proxy.Memory);
        Assert.Equal(new DateTimeOffset(2026, 11, 23, 19, 10, 33, TimeSpan.Zero), proxy.StartedAt);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{"node":null,"pods":null}""")]
    [InlineData("""{"node":{},"pods":[]}""")]
    public async Task Parse_NothingInIt_GivesOnlyAnEmptyNode(string json)
    {
        var observations = await ParseAsync(json);

        var only = Assert.Single(observations);
        Assert.Equal(new UsageObservation(UsageSubject.OfNode("n1"), null, null, null), only);
    }

    [Theory]
    [InlineData("\"NaN\"")]
    [InlineData("null")]
    [InlineData("-5")]
    [InlineData("1e30")]
    [InlineData("{\"a\":[1]}")]
    [InlineData("true")]
    public async Task Parse_CounterThatIsNoCount_ReadsAsMissingAndKeepsTheRest(string counter)
    {
        var observations = await ParseAsync($$$"""
            {"pods":[{"podRef":{"name":"p","namespace":"shop","uid":"u"},"containers":[
              {"name":"app","cpu":{"time":"2026-01-01T00:00:00Z","usageCoreNanoSeconds":{{{counter}}}},"memory":{"time":"2026-01-01T00:00:00Z","workingSetBytes":7}}]}]}
            """);

        var app = observations.Single(observation => observation.Subject.Container == "app");
        Assert.Null(app.Cpu);
        Assert.Equal(7, app.Memory!.Value.WorkingSetBytes);
    }

    [Fact]
    public async Task Parse_PodsWithoutNamesOrUid_AreLeftOutOrNamedByNamespaceAndPod()
    {
        var observations = await ParseAsync("""
            {"pods":[null, {"podRef":{"name":"","namespace":"shop"},"containers":[{"name":"lost"}]}, {"containers":[{"name":"lost"}]},
              {"podRef":{"name":"p","namespace":"shop"},"containers":[null,{"name":null},{"name":"app"}],"new-field":{"a":1}}]}
            """);

        var container = Assert.Single(observations, observation => observation.Subject.Scope == UsageScope.Container);
        Assert.Equal("shop/p", container.Subject.PodUid);
    }

    [Fact]
    public async Task Parse_GoZeroTimeAndNanoseconds_AreMissingAndTruncated()
    {
        var observations = await ParseAsync("""
            {"node":{"startTime":"0001-01-01T00:00:00Z","cpu":{"time":"2026-01-01T00:00:00.123456789Z","usageCoreNanoSeconds":1.5e9}}}
            """);

        Assert.Null(observations[0].StartedAt);
        Assert.Equal(1_500_000_000, observations[0].Cpu!.Value.CoreNanoseconds);
        Assert.Equal(123, observations[0].Cpu!.Value.Time.Millisecond);
    }

    [Theory]
    [InlineData("<html>")]
    [InlineData("{\"pods\":[")]
    public async Task Parse_NotJson_Throws(string text) =>
        await Assert.ThrowsAsync<JsonException>(() => ParseAsync(text));

    private static async Task<IReadOnlyList<UsageObservation>> ParseAsync(string json)
    {
        await using var stream = new MemoryStream(Encoding.UTF8.GetBytes(json));
        return await KubeletSummaryParser.ParseAsync("n1", stream, CancellationToken.None);
    }
}
