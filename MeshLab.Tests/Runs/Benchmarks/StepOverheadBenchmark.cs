using System.Diagnostics;
using MeshLab.Core.Runs;
using Xunit;

namespace MeshLab.Tests.Runs.Benchmarks;

/// <summary>What a run of 100 steps without work costs. <c>scripts/bench-apply.sh</c> runs it.</summary>
public sealed class StepOverheadBenchmark(RunHost host, ITestOutputHelper output) : IClassFixture<RunHost>
{
    [Fact]
    public async Task Run_Of100StepsWithoutWork_Overhead()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("MESHLAB_BENCH") is { Length: > 0 }, "set MESHLAB_BENCH=1, or run scripts/bench-apply.sh");
        await host.WriteScenarioAsync("bench-steps", string.Join('\n', Enumerable.Range(1, 100).Select(number => $$"""
            - id: step-{{number}}
              title: Step {{number}}
              wait: { for: exists, resource: namespace/default }
            """)));
        var watch = Stopwatch.StartNew();
        var run = await host.RunAsync("bench-steps", RunAction.Deploy);
        Assert.Equal(RunStatus.Succeeded, run.Status);
        output.WriteLine($"100 steps: {(run.FinishedAt - run.StartedAt)!.Value.TotalMilliseconds / 100:0.0} ms a step, {watch.Elapsed.TotalSeconds:0.00} s from asking to having seen the end");
    }
}
