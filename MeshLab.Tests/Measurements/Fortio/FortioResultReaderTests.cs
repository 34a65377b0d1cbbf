using MeshLab.Core.Measurements.Fortio;
using Xunit;

namespace MeshLab.Tests.Measurements.Fortio;

public sealed class FortioResultReaderTests
{
    private const string Result = """
        {"RunType": "HTTP", "Labels": "frontend , client-1", "StartTime": "2026-08-01T10:00:00.123456789Z", "RequestedQPS": "200", "RequestedDuration": "1m0s",
         "ActualQPS": 199.5, "ActualDuration": 60012345678, "NumThreads": 8, "Version": "1.75.2", "NoCatchUp": true, "URL": "http://frontend:9898/echo",
         "DurationHistogram": {"Count": 10, "Min": 0.001, "Max": 0.009, "Sum": 0.03, "Avg": 0.003, "StdDev": 0.001,
           "Data": [{"Start": 0.001, "End": 0.002, "Percent": 50, "Count": 5}, {"Start": 0.002, "End": 0.004, "Percent": 90, "Count": 4}, {"Start": 0.008, "End": 0.009, "Percent": 100, "Count": 1}],
           "Percentiles": [{"Percentile": 50, "Value": 0.002}]},
         "RetCodes": {"200": 8, "503": 1, "-1": 1}}
        """;

    [Fact]
    public void Read_TakesWhatFortioWrote_AfterOtherLines()
    {
        var result = FortioResultReader.Read("Fortio 1.75.2 running\n" + Result);

        Assert.Equal((200.0, 199.5, 8, true, 2L), (result.RequestedQps, result.ActualQps, result.Connections, result.NoCatchUp, result.Errors));
        Assert.Equal(60.0123456, result.Duration.TotalSeconds, 0.001);
        Assert.Equal("http://frontend:9898/echo", result.Url);
    }

    [Theory]
    // Fortio's own rule: linear between the borders of the bucket that holds the percentile.
    [InlineData(50, 0.002)]
    [InlineData(70, 0.003)]
    [InlineData(90, 0.004)]
    [InlineData(95, 0.0085)]
    [InlineData(100, 0.009)]
    public void Percentile_IsLinearWithinItsBucket(double percentile, double seconds) =>
        Assert.Equal(seconds, FortioResultReader.Read(Result).Latency.Percentile(percentile)!.Value, 9);

    [Theory]
    [InlineData("nothing", "no JSON object")]
    [InlineData("{}", "DurationHistogram")]
    [InlineData("{\"DurationHistogram\":{\"Count\":2,\"Data\":[{\"Start\":0,\"End\":1,\"Count\":1}]}}", "do not add up")]
    [InlineData("{\"DurationHistogram\":{\"Count\":0,\"Data\":null}}", "ActualQPS")]
    [InlineData("{\"DurationHistogram\":", "no Fortio result")]
    public void Read_OfSomethingElse_SaysWhatIsMissing(string text, string words) =>
        Assert.Contains(words, Assert.Throws<FormatException>(() => FortioResultReader.Read(text)).Message, StringComparison.Ordinal);
}
