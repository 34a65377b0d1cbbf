using System.Net.Http.Json;
using System.Text.Json.Nodes;
using MeshLab.Tests.Scenarios;
using Xunit;

namespace MeshLab.Tests.Runs;

/// <summary>The real application is asked to end while it carries out a run, as a service manager asks it.</summary>
public sealed class ShutdownTests
{
    private static readonly TimeSpan EndsWithin = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Stop_WhileARunIsCarriedOut_EndsWithinTenSecondsAndTheRunGoesOn()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs the command kill");
        await using var app = new KilledApp();
        await app.StartAsync();
        var run = await app.PostRunAsync(ScenarioWay.All().First(way => way.Scenario == "mesh-cost-analysis"), "deploy");
        await WaitForLineAsync(app, run, line => line["step"]?.GetValue<string>() is "settle" or "load-50");

        var (code, time) = await app.StopAsync();

        Assert.Equal(0, code);
        Assert.True(time < EndsWithin, $"it took {time}\n{await app.LastLogAsync()}");
        await app.StartAsync();
        await WaitForLineAsync(app, run, line => line["text"]!.GetValue<string>().Contains("MeshLab is shutting down", StringComparison.Ordinal));
        await app.EndAsync(run);
        Assert.Equal("Succeeded", (await app.GetRunAsync(run))["status"]!.GetValue<string>());
    }

    private static async Task WaitForLineAsync(KilledApp app, long run, Func<JsonNode, bool> wanted)
    {
        var deadline = DateTime.UtcNow + TimeSpan.FromMinutes(3);
        var last = 0L;
        while (DateTime.UtcNow < deadline)
        {
            var lines = (await app.Http.GetFromJsonAsync<JsonArray>($"/api/v1/runs/{run}/log?after={last}"))!;
            if (lines.Any(line => wanted(line!)))
            {
                return;
            }

            last = lines.LastOrDefault()?["seq"]!.GetValue<long>() ?? last;
            await Task.Delay(100);
        }

        Assert.Fail($"the line did not come\n{await app.LastLogAsync()}");
    }
}
