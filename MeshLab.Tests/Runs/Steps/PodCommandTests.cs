using MeshLab.Core.Runs;
using MeshLab.Tests.Runs.Faults;
using Xunit;

namespace MeshLab.Tests.Runs.Steps;

/// <summary>How many calls of a command are under way together.</summary>
public sealed class PodCommandTests
{
    [Fact]
    public async Task Check_OfManyCalls_MakesFourAtATime_AndAStepOneAfterTheOther()
    {
        await using var host = await FaultHost.StartAsync(shipped: false);
        await host.Host.WriteScenarioAsync("together", """
            - id: space
              title: Namespace
              namespace: { name: together }
            - id: app
              title: App
              apply: [app.yaml]
              verify:
                - title: It answers
                  exec: { in: deploy/web, namespace: together, command: [fortio, curl, http://localhost:8080/echo], times: 8 }
                  expect: { exitCode: 0 }
                  timeout: 40s
            - id: calls
              title: Calls
              exec: { in: deploy/web, namespace: together, command: [fortio, version], times: 3 }
            """, "", ("app.yaml", TestManifests.Deployment("together", "web")));
        var open = 0;
        var most = new int[2];
        var made = new int[2];
        var four = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        host.Proxy.Fault = async (context, forward) =>
        {
            if (!context.Request.Path.Value!.EndsWith("/exec", StringComparison.Ordinal))
            {
                await forward();
                return;
            }

            var step = context.Request.QueryString.Value!.Contains("version", StringComparison.Ordinal) ? 1 : 0;
            var now = Interlocked.Increment(ref open);
            lock (most)
            {
                most[step] = Math.Max(most[step], now);
                made[step]++;
            }

            if (now == 4)
            {
                four.TrySetResult();
            }

            // The first calls are held until the fourth is there: were they made one after the other, the check would run out of time.
            await (step == 0 ? four.Task : Task.CompletedTask).WaitAsync(context.RequestAborted);
            try
            {
                await forward();
            }
            finally
            {
                Interlocked.Decrement(ref open);
            }
        };

        var run = await host.RunAsync("together", RunAction.Deploy);

        Assert.True(run.Status == RunStatus.Succeeded, await host.Host.LogAsync(run.Id));
        Assert.Equal([4, 1], most);
        Assert.Equal([8, 3], made);
    }
}
