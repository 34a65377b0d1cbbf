using System.Text;
using System.Text.Json.Nodes;
using MeshLab.Core.Clusters;
using MeshLab.Core.Runs.Execution;

namespace MeshLab.Core.Runs.Workloads;

/// <summary>Gathers what a person would look up after a failure: unmet conditions, what is wrong with the pods, warnings, and the last log lines of a container that ended.</summary>
internal sealed class FailureDiagnosis(TimeProvider clock)
{
    private const int MostEvents = 5;
    private const int LogLines = 10;
    private static readonly TimeSpan LongestLook = TimeSpan.FromSeconds(10);

    /// <summary>Text for people, or empty. Never throws for what the cluster does: a diagnosis must not hide the failure.</summary>
    public async Task<string> DescribeAsync(StepContext context)
    {
        if (context.Suspects.Count == 0)
        {
            return "";
        }

        var text = new StringBuilder();
        using var timeout = new CancellationTokenSource(LongestLook, clock);
        try
        {
            foreach (var suspect in context.Suspects.Take(3))
            {
                await DescribeAsync(context.Client, suspect, text, timeout.Token);
            }
        }
        catch (Exception error) when (error is ClusterException or OperationCanceledException or StepFailedException)
        {
            text.AppendLine($"(the cluster could not be asked further: {error.Message})");
        }

        return text.ToString().TrimEnd();
    }

    private static async Task DescribeAsync(ClusterClient client, ObjectRef reference, StringBuilder text, CancellationToken cancellationToken)
    {
        var live = await client.GetAsync(reference, cancellationToken);
        if (live is null)
        {
            text.AppendLine($"{reference} is not there.");
            return;
        }

        foreach (var condition in (live["status"]?["conditions"] as JsonArray ?? []).Where(one => one?["status"]?.GetValue<string>() == "False"))
        {
            text.AppendLine($"{reference}: {condition!["type"]} is False ({condition["reason"]}): {condition["message"]}");
        }

        var names = new List<string> { reference.Name };
        foreach (var problem in (await PodProblems.FindAsync(client, live, cancellationToken)).Take(2))
        {
            names.Add(problem.Pod);
            text.AppendLine($"Pod {reference.Namespace}/{problem.Pod}: {problem.Reason ?? "not ready"}");
            if (problem.Container is not null)
            {
                await LastLinesAsync(client, reference.Namespace!, problem, text, cancellationToken);
            }
        }

        await EventsAsync(client, reference.Namespace, names, text, cancellationToken);
    }

    private static async Task LastLinesAsync(ClusterClient client, string @namespace, PodProblem problem, StringBuilder text, CancellationToken cancellationToken)
    {
        try
        {
            var first = true;
            await foreach (var line in client.LogsAsync(@namespace, problem.Pod, problem.Container, follow: false, LogLines, cancellationToken))
            {
                if (first)
                {
                    text.AppendLine($"Last log lines of {problem.Container}:");
                    first = false;
                }

                text.AppendLine("  " + line);
            }
        }
        catch (ClusterException)
        {
            // A container that never started has no log; its state was said above.
        }
    }

    private static async Task EventsAsync(ClusterClient client, string? @namespace, List<string> names, StringBuilder text, CancellationToken cancellationToken)
    {
        var events = await client.ListAsync("v1", "Event", @namespace, null, cancellationToken);
        foreach (var warning in events
            .Where(one => one["type"]?.GetValue<string>() == "Warning" && one["involvedObject"]?["name"]?.GetValue<string>() is { } name && names.Contains(name))
            .TakeLast(MostEvents))
        {
            text.AppendLine($"Warning {warning["reason"]} on {warning["involvedObject"]!["kind"]} {warning["involvedObject"]!["name"]}: {warning["message"]}");
        }
    }
}
