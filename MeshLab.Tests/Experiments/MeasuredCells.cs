using System.Text.Json.Nodes;
using Xunit;

namespace MeshLab.Tests.Experiments;

/// <summary>The cells of one experiment that were seen measured: each must stay as it is.</summary>
internal sealed class MeasuredCells
{
    private readonly Dictionary<int, string> _figures = [];

    public int Count => _figures.Count;

    /// <summary>How far an experiment is: the states of its deployments and measurements.</summary>
    public static string Place(JsonObject experiment) =>
        string.Join(' ', experiment["stages"]!.AsArray().Select(stage => (string?)stage!["status"])) + " / " + string.Join(' ', experiment["trials"]!.AsArray().Select(trial => (string?)trial!["status"]));

    /// <summary>Whether it has not ended.</summary>
    public static bool IsGoingOn(JsonObject experiment) => (string?)experiment["status"] is "Queued" or "Running";

    /// <summary>Holds what is measured now against what was seen before.</summary>
    public void Hold(JsonObject experiment)
    {
        foreach (var (trial, place) in experiment["trials"]!.AsArray().Select((trial, place) => (trial!, place)))
        {
            var figures = (string?)trial["status"] == "Succeeded" ? $"{trial["startedAt"]} {trial["achievedQps"]} {trial["p50Ms"]} {trial["p99Ms"]}" : null;
            if (_figures.TryGetValue(place, out var known))
            {
                Assert.Equal(known, figures);
            }
            else if (figures is not null)
            {
                _figures[place] = figures;
            }
        }
    }
}
