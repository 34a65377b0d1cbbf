using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Xunit;

namespace MeshLab.Tests.Simulation.Traffic;

/// <summary>The fortio command: its formats, its exit codes, and what it leaves in the ledger.</summary>
public sealed class FortioTests : IAsyncLifetime
{
    private readonly TrafficLab _lab = new();

    public ValueTask InitializeAsync()
    {
        _lab.Apply("apiVersion: v1\nkind: Namespace\nmetadata: {name: mesh-demo}", "shared/sample-app");
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => _lab.DisposeAsync();

    [Fact]
    public async Task Curl_WritesHeadToErrorAndBodyToOutput()
    {
        var (code, output, error) = await _lab.RunAsync("client", "fortio curl -quiet http://frontend:9898/version");

        Assert.Equal(0, code);
        Assert.Equal("6.14.1", JsonNode.Parse(output)!["version"]!.ToString());
        Assert.StartsWith("HTTP/1.1 200 OK\r\n", error, StringComparison.Ordinal);
        Assert.Contains("Content-Type: application/json; charset=utf-8\r\n", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://frontend:9898/status/404", "Error status 404")]
    [InlineData("http://nobody:9898/", "no such host")]
    [InlineData("http://frontend:81/", "i/o timeout")]
    [InlineData("http://localhost:81/", "connection refused")]
    public async Task Curl_OfFailure_EndsWithOneAndSaysWhy(string url, string why)
    {
        var (code, _, error) = await _lab.RunAsync("client", $"fortio curl -quiet -timeout 1s {url}");

        Assert.Equal(1, code);
        Assert.Contains(why, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Load_ByRate_PrintsFortiosLines()
    {
        var (code, output, error) = await _lab.RunAsync("client", "fortio load -c 2 -qps 50 -t 2s -p 50,99 http://frontend:9898/");

        Assert.Equal(0, code);
        Assert.Equal("", output);
        Assert.StartsWith("Fortio 1.75.2 running at 50 queries per second, 2->2 procs, for 2s: http://frontend:9898/\n", error, StringComparison.Ordinal);
        Assert.Contains("(simulated)", error, StringComparison.Ordinal);
        Assert.Contains("Starting at 50 qps with 2 thread(s) [gomax 2] for 2s : 50 calls each (total 100)\n", error, StringComparison.Ordinal);
        Assert.Matches(@"Ended after 2\.\d+s : 100 calls\. qps=4\d\.\d+\n", error);
        Assert.Matches(@"Aggregated Function Time : count 100 avg 0\.00\d+ \+/- [\d.e-]+ min [\d.e-]+ max 0\.0\d+ sum 0\.\d+\n# range, mid point, percentile, count\n>= [\d.e-]+ <= 0\.00\d , 0\.00\d+ , \d+\.\d\d, \d+\n", error);
        Assert.Matches(@"# target 50% 0\.00\d+\n# target 99% 0\.0\d+\n", error);
        Assert.Contains("Error cases : no data\n", error, StringComparison.Ordinal);
        Assert.Contains("Sockets used: 2 (for perfect keepalive, would be 2)\n", error, StringComparison.Ordinal);
        Assert.Contains("Code 200 : 100 (100.0 %)\n", error, StringComparison.Ordinal);
        Assert.Matches(@"All done 100 calls \(plus 2 warmup\) \d\.\d{3} ms avg, (49|50)\.\d qps\n", error);
    }

    [Fact]
    public async Task Load_WithJson_WritesTheResultToOutput()
    {
        var (_, output, _) = await _lab.RunAsync("client", "fortio load -quiet -json - -c 2 -qps 0 -n 100 -labels mine http://frontend:9898/status/503");

        var result = JsonNode.Parse(output)!;
        Assert.Equal("HTTP", result["RunType"]!.ToString());
        Assert.Equal("mine", result["Labels"]!.ToString());
        Assert.Equal("max", result["RequestedQPS"]!.ToString());
        Assert.Equal("exactly 100 calls", result["RequestedDuration"]!.ToString());
        Assert.Equal(100, (int)result["RetCodes"]!["503"]!);
        Assert.Equal(100, (int)result["DurationHistogram"]!["Count"]!);
        Assert.Equal(100, (int)result["ErrorsDurationHistogram"]!["Count"]!);
        Assert.Equal(100.0, (double)result["DurationHistogram"]!["Data"]!.AsArray()[^1]!["Percent"]!);
        Assert.Equal([50, 75, 90, 99, 99.9], result["DurationHistogram"]!["Percentiles"]!.AsArray().Select(one => (double)one!["Percentile"]!));
        Assert.InRange((double)result["ActualQPS"]!, 300, 5000);
        Assert.Equal((double)result["ActualDuration"]! / 1e9, 100 / (double)result["ActualQPS"]!, 3);
    }

    [Fact]
    public async Task Load_WhoseWarmupFails_IsAborted()
    {
        var (code, _, error) = await _lab.RunAsync("client", "fortio load -quiet -t 1s http://frontend:9898/status/503");

        Assert.Equal(1, code);
        Assert.Matches(@"Aborting because of error 503 for http://frontend:9898/status/503 \(\d+ bytes\)", error);
    }

    [Fact]
    public async Task Load_OfOpenConnections_StaysWithItsPods()
    {
        var (_, _, kept) = await _lab.RunAsync("client", "fortio load -quiet -c 1 -qps 0 -n 20 http://backend:9898/");
        await _lab.RunAsync("client", "fortio load -quiet -keepalive=false -c 1 -qps 0 -n 20 http://backend:9898/");

        Assert.Contains("Sockets used: 1 (for perfect keepalive, would be 1)", kept, StringComparison.Ordinal);
        await WaitAsync(() => Requests("backend-v1-0") + Requests("backend-v2-0") == 40);

        // All twenty of the kept connection went to one pod, and half of the others.
        Assert.True(Requests("backend-v1-0") is 10 or 30, $"v1 got {Requests("backend-v1-0")} of 40");
    }

    [Fact]
    public async Task Load_IsLaidDownInTheLedger()
    {
        await _lab.RunAsync("client", "fortio load -quiet -c 2 -qps 100 -n 200 http://frontend:9898/");

        await WaitAsync(() => Requests("frontend-0") == 200 && Requests("client-0") == 200);
    }

    [Theory]
    [InlineData("fortio load -nonsense http://frontend:9898/", 2, "flag provided but not defined: -nonsense")]
    [InlineData("fortio load -qps many http://frontend:9898/", 2, "invalid value \"many\" for flag -qps")]
    [InlineData("fortio load", 1, "needs a URL")]
    [InlineData("fortio dance", 1, "unknown command \"dance\"")]
    [InlineData("sh -c ls", 127, "exec: \"sh\": executable file not found in $PATH")]
    [InlineData("/bin/ls", 127, "stat /bin/ls: no such file or directory")]
    public async Task Command_ThatIsWrong_SaysSo(string command, int expected, string why)
    {
        var (code, _, error) = await _lab.RunAsync("client", command);

        Assert.Equal(expected, code);
        Assert.Contains(why, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("echo hello world", "hello world\n")]
    [InlineData("hostname", "frontend-0\n")]
    [InlineData("sh -c 'echo hi'", "hi\n")]
    public async Task SmallCommand_InAnotherImage_Runs(string command, string expected)
    {
        var (code, output, _) = await _lab.RunAsync("frontend", command);

        Assert.Equal(0, code);
        Assert.Equal(expected, output);
    }

    [Fact]
    public async Task Load_IsTheSameInEveryFreshCluster()
    {
        const string Command = "fortio load -quiet -c 4 -qps 0 -n 100 http://frontend:9898/";
        await using var other = new TrafficLab();
        other.Apply("apiVersion: v1\nkind: Namespace\nmetadata: {name: mesh-demo}", "shared/sample-app");

        var (_, _, one) = await _lab.RunAsync("client", Command);
        var (_, _, two) = await other.RunAsync("client", Command);

        Assert.Equal(Regex.Replace(one, @"\d+\.\d+\.\d+\.\d+", ""), Regex.Replace(two, @"\d+\.\d+\.\d+\.\d+", ""));
    }

    private long Requests(string pod) => _lab.Cluster().Traffic.TotalFor("mesh-demo", pod).Requests;

    private static async Task WaitAsync(Func<bool> holds)
    {
        var deadline = DateTimeOffset.UtcNow.AddSeconds(15);
        while (!holds())
        {
            Assert.True(DateTimeOffset.UtcNow < deadline, "it did not come to hold in 15 s");
            await Task.Delay(50);
        }
    }
}
