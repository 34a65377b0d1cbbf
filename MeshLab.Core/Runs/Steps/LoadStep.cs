using System.Text.Json;
using System.Text.Json.Nodes;
using MeshLab.Core.Runs.Execution;
using MeshLab.Core.Scenarios;
using MeshLab.Core.Scenarios.Templates;

namespace MeshLab.Core.Runs.Steps;

/// <summary>Sends load with Fortio from a pod; its JSON result is the output <see cref="ResultOutput"/>, and the figures go to the log.</summary>
internal sealed class LoadStep : StepKind<LoadAction>
{
    /// <summary>The name of the output that holds Fortio's result.</summary>
    public const string ResultOutput = "result";

    protected override async Task RunAsync(StepContext context, LoadAction action, CancellationToken cancellationToken)
    {
        await context.WaitsForAsync($"{action.Duration.TotalSeconds:0} s of load on {action.Url}", cancellationToken);
        var exec = Exec(action);
        context.Log($"$ {string.Join(' ', exec.Command)}   # in {action.Namespace}/{action.In}");
        var result = await PodCommand.RunAsync(context, exec, log: false, cancellationToken);
        if (result.ExitCodes[0] != 0)
        {
            throw new StepFailedException($"Fortio ended with exit code {result.ExitCodes[0]}: {result.LastWords}");
        }

        var json = Parse(result.Output);
        context.Log(Summary(json));
        await context.SetOutputsAsync(new Dictionary<string, TemplateValue> { [ResultOutput] = TemplateValue.Plain(json.ToJsonString()) }, cancellationToken);
    }

    protected override Task DryRunAsync(StepContext context, LoadAction action, CancellationToken cancellationToken)
    {
        context.Log($"Would send {action.Qps} requests/s for {action.Duration.TotalSeconds:0} s to {action.Url}");
        return Task.CompletedTask;
    }

    /// <summary>The figures of a Fortio result in one line.</summary>
    internal static string Summary(JsonObject json)
    {
        var histogram = json["DurationHistogram"];
        var percentiles = (histogram?["Percentiles"] as JsonArray ?? [])
            .Select(one => $"p{one!["Percentile"]!.GetValue<double>():0.##} {one["Value"]!.GetValue<double>() * 1000:0.##} ms");
        var codes = (json["RetCodes"] as JsonObject ?? []).Select(code => $"{code.Value} × {code.Key}");
        return $"{histogram?["Count"]} requests at {json["ActualQPS"]?.GetValue<double>():0.#}/s (asked for {json["RequestedQPS"]}): {string.Join(", ", percentiles)}; answers: {string.Join(", ", codes)}";
    }

    private static ExecAction Exec(LoadAction action) => new(
        action.In, action.Namespace, action.Container,
        ["fortio", "load", "-quiet", "-json", "-", "-qps", $"{action.Qps:0.###}", "-c", action.Connections.ToString(), "-t", $"{action.Duration.TotalSeconds:0.###}s", .. Payload(action), action.Url],
        1, new Dictionary<string, string>());

    private static string[] Payload(LoadAction action) => action.Payload is { } body ? ["-payload", body] : [];

    private static JsonObject Parse(string output)
    {
        var start = output.IndexOf('{', StringComparison.Ordinal);
        try
        {
            return start < 0 ? throw new StepFailedException($"Fortio printed no result: {output}") : JsonNode.Parse(output[start..])!.AsObject();
        }
        catch (JsonException error)
        {
            throw new StepFailedException($"Fortio's result cannot be read: {error.Message}", error);
        }
    }
}
