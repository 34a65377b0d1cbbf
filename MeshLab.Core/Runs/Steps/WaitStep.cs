using System.Text.Json.Nodes;
using MeshLab.Core.Clusters;
using MeshLab.Core.Runs.Execution;
using MeshLab.Core.Runs.Objects;
using MeshLab.Core.Runs.Workloads;
using MeshLab.Core.Scenarios;

namespace MeshLab.Core.Runs.Steps;

/// <summary>Waits for a rollout, a condition, a definition, or for an object to come or go, and hands on fields of what it found.</summary>
internal sealed class WaitStep : StepKind<WaitAction>
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    protected override async Task RunAsync(StepContext context, WaitAction action, CancellationToken cancellationToken)
    {
        while (true)
        {
            var reference = await ResourceNames.ResolveAsync(context.Client, action.Resource, action.Namespace, cancellationToken);
            context.Suspects = reference is null || action.For == WaitFor.Absent ? [] : [reference];
            var live = reference is null ? null : await context.Client.GetAsync(reference, cancellationToken);
            var missing = await MissingAsync(context, action, reference, live, cancellationToken);
            if (missing is null && (live is null || await OutputsAsync(context, action, live, cancellationToken) is not { } incomplete))
            {
                context.Log(action.For == WaitFor.Absent ? $"{action.Resource} is not there" : $"{reference}: {Word(action)}");
                break;
            }

            await context.WaitsForAsync(missing ?? $"{reference}: a field that an output needs is not there yet", cancellationToken);
            await context.DelayAsync(Pause, cancellationToken);
        }

        context.Suspects = [];
        await context.WaitsForAsync(null, cancellationToken);
    }

    protected override Task DryRunAsync(StepContext context, WaitAction action, CancellationToken cancellationToken)
    {
        context.Log($"Would wait for {action.Resource}: {Word(action)}");
        return Task.CompletedTask;
    }

    private static string Word(WaitAction action) => action.For switch
    {
        WaitFor.Rollout => "rolled out",
        WaitFor.Condition => $"{action.Condition} is True",
        WaitFor.Established => "established",
        WaitFor.Exists => "there",
        _ => "absent",
    };

    private static async Task<string?> MissingAsync(StepContext context, WaitAction action, ObjectRef? reference, JsonObject? live, CancellationToken cancellationToken)
    {
        if (action.For == WaitFor.Absent)
        {
            return live is null ? null : $"{reference} is still there";
        }

        if (reference is null)
        {
            return $"{action.Resource}: the cluster does not serve this kind yet";
        }

        if (live is null)
        {
            return $"{reference}: it is not there";
        }

        return action.For switch
        {
            WaitFor.Rollout => await Rollouts.LookAsync(context, reference, cancellationToken),
            WaitFor.Condition => Condition(reference, live, action.Condition ?? "Ready"),
            WaitFor.Established => Condition(reference, live, "Established"),
            _ => null,
        };
    }

    private static string? Condition(ObjectRef reference, JsonObject live, string type)
    {
        var condition = (live["status"]?["conditions"] as JsonArray)?.FirstOrDefault(one => one?["type"]?.GetValue<string>() == type);
        return condition?["status"]?.GetValue<string>() == "True"
            ? null
            : condition is null ? $"{reference}: no condition {type} yet" : $"{reference}: {type} is {condition["status"]}{Because(condition)}";
    }

    private static string Because(JsonNode condition) =>
        condition["message"]?.GetValue<string>() is { Length: > 0 } message ? $": {message}" : condition["reason"] is { } reason ? $" ({reason})" : "";

    /// <summary>Stores the outputs; returns something when a field is not there yet.</summary>
    private static async Task<string?> OutputsAsync(StepContext context, WaitAction action, JsonObject live, CancellationToken cancellationToken)
    {
        if (action.Outputs is not { Count: > 0 } wanted)
        {
            return null;
        }

        if (ObjectOutputs.Read(live, wanted) is not { } outputs)
        {
            return "incomplete";
        }

        await context.SetOutputsAsync(outputs, cancellationToken);
        return null;
    }
}
