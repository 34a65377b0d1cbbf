using System.Diagnostics;
using System.Text.Json.Nodes;
using MeshLab.Core.Clusters;
using MeshLab.Tests.Contract;
using Xunit;

namespace MeshLab.Tests.Runs.Benchmarks;

/// <summary>
/// Applying 500 objects by the cluster client against <c>kubectl apply --server-side</c>. <c>scripts/bench-apply.sh</c> runs it. With a real cluster nothing else
/// runs in this process, so that its CPU time is the client's.
/// </summary>
public sealed class ApplyBenchmark(ITestOutputHelper output)
{
    private const int Objects = 500;
    private const int WarmUps = 4;
    private const int Rounds = 3;

    [Fact]
    public async Task Apply_500Objects_AgainstKubectl()
    {
        SkipUnlessAsked();
        if (Environment.GetEnvironmentVariable("MESHLAB_TEST_KUBECONFIG") is { Length: > 0 })
        {
            using var real = new RealClusterUnderTest();
            await MeasureAsync(real.Client);
            return;
        }

        await using var demo = new DemoClusterUnderTest();
        await demo.InitializeAsync();
        await MeasureAsync(demo.Client);
    }

    private async Task MeasureAsync(ClusterClient client)
    {
        var folder = Directory.CreateTempSubdirectory("meshlab-bench-").FullName;
        var rows = new List<(double Ours, double OursCpu, double Kubectl, double KubectlCpu)>();

        // MeshLab is a server that runs for days: its first rounds are spent on compiling what kubectl brings compiled.
        for (var round = -WarmUps; round < 0; round++)
        {
            await RoundAsync(client, folder, round);
        }

        for (var round = 1; round <= Rounds; round++)
        {
            rows.Add(await RoundAsync(client, folder, round));
            output.WriteLine($"round {round}: MeshLab {rows[^1].Ours:0.00} s, kubectl {rows[^1].Kubectl:0.00} s, ratio {rows[^1].Ours / rows[^1].Kubectl:0.00}; CPU {rows[^1].OursCpu:0.00} s and {rows[^1].KubectlCpu:0.00} s");
        }

        output.WriteLine($"median of {Rounds}: ratio of wall time {Median(rows.Select(row => row.Ours / row.Kubectl)):0.00}");

        // The demo cluster answers in this process, so its work cannot be told from the client's.
        output.WriteLine(client.Cluster.IsSimulated
            ? "CPU time is told for real clusters only (MESHLAB_TEST_KUBECONFIG)"
            : $"median of {Rounds}: ratio of CPU time {Median(rows.Select(row => row.OursCpu / row.KubectlCpu)):0.00}");
        Directory.Delete(folder, recursive: true);
    }

    private static async Task<(double, double, double, double)> RoundAsync(ClusterClient client, string folder, int round)
    {
        var (ours, theirs) = ($"bench-ours-{WarmUps + round}", $"bench-kubectl-{WarmUps + round}");
        foreach (var space in new[] { ours, theirs })
        {
            await client.ApplyAsync(Make("v1", "Namespace", null, space, []), new ApplyOptions(), CancellationToken.None);
        }

        var file = Path.Combine(folder, $"{round}.yaml");
        await File.WriteAllTextAsync(file, string.Join("\n---\n", Set(theirs).Select(one => one.ToJsonString())));
        await File.WriteAllTextAsync(Path.Combine(folder, "config"), $$"""{"apiVersion":"v1","kind":"Config","clusters":[{"name":"b","cluster":{"server":"{{client.Cluster.Server}}"} }],"users":[{"name":"b","user":{} }],"contexts":[{"name":"b","context":{"cluster":"b","user":"b"} }],"current-context":"b"}""");
        var kubeconfig = client.Cluster.IsSimulated ? Path.Combine(folder, "config") : client.Cluster.KubeconfigPath!;
        var (before, wall) = (Cpu(), Stopwatch.StartNew());
        await client.ApplyAllAsync([.. Set(ours)], new ApplyOptions(), CancellationToken.None);
        var (mine, mineCpu) = (wall.Elapsed.TotalSeconds, Cpu() - before);
        var start = new ProcessStartInfo("/usr/bin/env", ["bash", "-c", $"TIMEFORMAT='%R %U %S'; time '{TestTool.Require("kubectl")}' --kubeconfig '{kubeconfig}' {(client.Cluster.Context is { } context && !client.Cluster.IsSimulated ? $"--context '{context}'" : "")} apply --server-side -f '{file}' >/dev/null"]) { RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var said = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, said);
        var times = said.Trim().Split('\n')[^1].Split(' ').Select(double.Parse).ToArray();
        foreach (var space in new[] { ours, theirs })
        {
            await client.DeleteAsync(new ObjectRef("v1", "Namespace", null, space), DeletionPropagation.Background, CancellationToken.None);
        }

        return (mine, mineCpu, times[0], times[1] + times[2]);
    }

    /// <summary>CPU time of this process in seconds.</summary>
    private static double Cpu() => Process.GetCurrentProcess().TotalProcessorTime.TotalSeconds;

    private static IEnumerable<JsonObject> Set(string space) => Enumerable.Range(0, Objects).Select(number => (number % 5) switch
    {
        0 => Make("apps/v1", "Deployment", space, $"deployment-{number}", (JsonObject)JsonNode.Parse($$$"""{"spec":{"replicas":0,"selector":{"matchLabels":{"app":"a{{{number}}}"}},"template":{"metadata":{"labels":{"app":"a{{{number}}}"} },"spec":{"containers":[{"name":"a","image":"fortio/fortio:1.75.2"}]} } } }""")!),
        1 => Make("v1", "Service", space, $"service-{number}", (JsonObject)JsonNode.Parse($$$"""{"spec":{"selector":{"app":"a{{{number}}}"},"ports":[{"port":80,"targetPort":8080,"protocol":"TCP"}]} }""")!),
        _ => Make("v1", "ConfigMap", space, $"map-{number}", (JsonObject)JsonNode.Parse($$$"""{"data":{"value":"{{{number}}}"} }""")!),
    });

    private static JsonObject Make(string apiVersion, string kind, string? space, string name, JsonObject content)
    {
        (content["apiVersion"], content["kind"]) = (apiVersion, kind);
        var metadata = new JsonObject { ["name"] = name };
        if (space is not null)
        {
            metadata["namespace"] = space;
        }

        content["metadata"] = metadata;
        return content;
    }

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(Rounds / 2);

    private static void SkipUnlessAsked() =>
        Assert.SkipUnless(Environment.GetEnvironmentVariable("MESHLAB_BENCH") is { Length: > 0 }, "set MESHLAB_BENCH=1, or run scripts/bench-apply.sh");
}
