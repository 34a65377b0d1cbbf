using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace MeshLab.Tests.Runs;

/// <summary>The log lines that a reader has seen: each must be there for ever, with the same number and text.</summary>
internal sealed class SeenLines
{
    private readonly Dictionary<long, List<string>> _lines = [];

    public int CountOf(long run) => _lines.TryGetValue(run, out var lines) ? lines.Count : 0;

    /// <summary>Reads on from the last line seen.</summary>
    public async Task ReadAsync(KilledApp app, IEnumerable<long> runs)
    {
        foreach (var run in runs)
        {
            if (!_lines.TryGetValue(run, out var lines))
            {
                _lines[run] = lines = [];
            }

            while (await PageAsync(app, run, lines.Count) is { Count: > 0 } page)
            {
                foreach (var line in page)
                {
                    Assert.Equal(lines.Count + 1, line!["seq"]!.GetValue<long>());
                    lines.Add(line.ToJsonString());
                }
            }
        }
    }

    /// <summary>Waits until there is a line that was not seen yet.</summary>
    public async Task GrowAsync(KilledApp app, long run)
    {
        var deadline = DateTime.UtcNow + TimeSpan.FromSeconds(60);
        while ((await PageAsync(app, run, CountOf(run))).Count == 0 && DateTime.UtcNow < deadline)
        {
            await Task.Delay(50);
        }
    }

    /// <summary>Reads everything again and holds it against what was seen.</summary>
    public async Task HoldAsync(KilledApp app, IEnumerable<long> runs)
    {
        foreach (var run in runs)
        {
            var from = 0;
            while (from < CountOf(run))
            {
                var page = await PageAsync(app, run, from);
                Assert.True(page.Count > 0, $"run {run}: line {from + 1} was seen and is gone");
                foreach (var line in page.Take(CountOf(run) - from))
                {
                    Assert.Equal(_lines[run][from++], line!.ToJsonString());
                }
            }
        }
    }

    private static async Task<JsonArray> PageAsync(KilledApp app, long run, int after) =>
        (await app.Http.GetFromJsonAsync<JsonArray>($"/api/v1/runs/{run}/log?after={after}&take=1000"))!;
}
