using System.Text.Json.Nodes;
using MeshLab.Core.Runs.Execution;
using MeshLab.Core.Runs.Objects;
using MeshLab.Core.Scenarios;

namespace MeshLab.Core.Runs.Steps;

/// <summary>Creates or labels a namespace.</summary>
internal sealed class NamespaceStep(ObjectApplier applier) : StepKind<NamespaceAction>
{
    protected override Task RunAsync(StepContext context, NamespaceAction action, CancellationToken cancellationToken) =>
        applier.ApplyAsync(context, [Resource(action)], null, force: false, cancellationToken);

    protected override Task DryRunAsync(StepContext context, NamespaceAction action, CancellationToken cancellationToken) =>
        DryRunReport.WriteAsync(context, [Resource(action)], null, force: false, cancellationToken);

    /// <summary>The namespace that the step applies.</summary>
    public static JsonObject Resource(NamespaceAction action)
    {
        var metadata = new JsonObject { ["name"] = action.Name };
        if (action.Labels.Count > 0)
        {
            metadata["labels"] = Map(action.Labels);
        }

        if (action.Annotations.Count > 0)
        {
            metadata["annotations"] = Map(action.Annotations);
        }

        return new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Namespace", ["metadata"] = metadata };
    }

    private static JsonObject Map(IReadOnlyDictionary<string, string> map) => new(map.Select(one => KeyValuePair.Create(one.Key, (JsonNode?)one.Value)));
}
