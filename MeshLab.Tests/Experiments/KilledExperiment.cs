using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using MeshLab.Tests.Runs;
using Xunit;

namespace MeshLab.Tests.Experiments;

/// <summary>The short experiment in the middle of which MeshLab is killed: variants of the cost scenario on the demo cluster under two loads.</summary>
internal static class KilledExperiment
{
    /// <summary>Asks for it.</summary>
    /// <param name="app">The process that is asked.</param>
    /// <param name="variants">The name of each variant, and the scenario's parameter.</param>
    /// <returns>Its number.</returns>
    public static async Task<long> PostAsync(KilledApp app, params (string Name, string Variant)[] variants)
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var response = await app.Http.PostAsJsonAsync(
            "/api/v1/experiments",
            new
            {
                name = "killed",
                repetitions = 1,
                warmUpSeconds = 2,
                coolDownSeconds = 0,
                variants = variants.Select(one => new { name = one.Name, scenario = "mesh-cost-analysis", cluster = "demo", parameters = new { variant = one.Variant, lessons = "no" } }),
                levels = new[] { new { qps = 20, connections = 4, durationSeconds = 6 }, new { qps = 50, connections = 4, durationSeconds = 6 } },
            },
            cancellation);
        Assert.True(response.StatusCode == HttpStatusCode.Accepted, await response.Content.ReadAsStringAsync(cancellation));
        return (long)(await response.Content.ReadFromJsonAsync<JsonObject>(cancellation))!["id"]!;
    }

    public static async Task<JsonObject> GetAsync(KilledApp app, long id) => (await app.Http.GetFromJsonAsync<JsonObject>($"/api/v1/experiments/{id}", TestContext.Current.CancellationToken))!;

    /// <summary>Reads it until it is as wanted; fails with the end of the process's log when that takes too long.</summary>
    public static async Task<JsonObject> UntilAsync(KilledApp app, long id, Predicate<JsonObject> condition, DateTime deadline)
    {
        while (true)
        {
            var experiment = await GetAsync(app, id);
            if (condition(experiment))
            {
                return experiment;
            }

            await app.AssertBeforeAsync(deadline, $"experiment {id} is still {experiment["status"]} at {MeasuredCells.Place(experiment)}");
            await Task.Delay(250, TestContext.Current.CancellationToken);
        }
    }
}
