using System.Net;
using System.Text.Json.Nodes;
using MeshLab.Core.Clusters;
using MeshLab.Core.Runs.Execution;

namespace MeshLab.Core.Runs.Objects;

/// <summary>Asks the server what applying objects would change, object by object and field by field; logs it and adds it to the step's plan.</summary>
internal static class DryRunReport
{
    private const int MostFields = 200;

    private static readonly ApplyOptions Ours = new(DryRun: true);

    /// <summary>Plans objects that MeshLab itself would apply.</summary>
    /// <exception cref="StepFailedException">An object is not valid by a definition that an earlier step would install.</exception>
    public static Task WriteAsync(StepContext context, IReadOnlyList<JsonObject> resources, string? defaultNamespace, bool force, CancellationToken cancellationToken) =>
        WriteAsync(context, resources, defaultNamespace, Ours with { Force = force }, cancellationToken);

    /// <summary>Plans objects that a tool would apply under its own name.</summary>
    /// <returns>Whether any of them would be created or changed.</returns>
    public static async Task<bool> WriteAsync(StepContext context, IReadOnlyList<JsonObject> resources, string? defaultNamespace, ApplyOptions options, CancellationToken cancellationToken)
    {
        foreach (var definition in resources.Where(one => one["kind"]?.GetValue<string>() == "CustomResourceDefinition"))
        {
            context.Run.Imagined.AddDefinition(context.ClusterName, definition);
        }

        var placed = await ObjectPlacer.PlaceAsync(context, resources, defaultNamespace, cancellationToken);
        foreach (var space in placed.Where(one => one.Resource["kind"]!.GetValue<string>() == "Namespace" && one.Live is null))
        {
            context.Run.Imagined.AddNamespace(context.ClusterName, space.Resource["metadata"]!["name"]!.GetValue<string>());
        }

        var invalid = new List<string>();
        var changes = false;
        foreach (var one in placed)
        {
            var item = await ItemAsync(context, one, options, invalid, cancellationToken);
            changes |= item.Change != PlanChange.Unchanged;
            context.AddToPlan(item);
        }

        return invalid.Count == 0 ? changes : throw new StepFailedException(string.Join(Environment.NewLine, invalid)) { Retryable = false };
    }

    /// <summary>A line of a plan for the log, and one for each field.</summary>
    public static string Lines(PlanItem item)
    {
        var reference = new ObjectRef(item.ApiVersion, item.Kind, item.Namespace, item.Name);
        var head = item.Change switch
        {
            PlanChange.Create => $"{reference} would be created",
            PlanChange.Change => $"{reference} would be changed",
            PlanChange.Remove => $"{reference} would be removed",
            PlanChange.Unchanged => $"{reference} would stay as it is",
            _ => $"{reference}: what would happen is not known",
        };
        return string.Join(Environment.NewLine, item.Fields.Select(field => "  " + FieldDiff.Line(field)).Prepend($"{head}{(item.Note is null ? "" : $"; {item.Note}")}{(item.Fields.Count > 0 ? ":" : "")}"));
    }

    private static async Task<PlanItem> ItemAsync(StepContext context, PlacedObject one, ApplyOptions options, List<string> invalid, CancellationToken cancellationToken)
    {
        var reference = ObjectRef.Of(one.Resource);
        if (!one.Served)
        {
            return NotServed(context, one.Resource, reference, invalid);
        }

        if (one.Live is null && reference.Namespace is { } space && context.Run.Imagined.HasNamespace(context.ClusterName, space))
        {
            return Item(context, reference, PlanChange.Create, "its namespace is not there yet, so the server cannot check it");
        }

        if (options.FieldManager == Ours.FieldManager && (one.Live is null || Ownership.IsOurs(one.Live)))
        {
            Ownership.Label(one.Resource, one.Live, context.Run.Scenario.Name, context.Run.Id);
        }

        try
        {
            var result = await context.Client.ApplyAsync(one.Resource, options, cancellationToken);
            return result.Outcome switch
            {
                ApplyOutcome.Created => Item(context, reference, PlanChange.Create, null),
                ApplyOutcome.Configured when result.Before is not null => Item(context, reference, PlanChange.Change, null, FieldDiff.Of(result.Before, result.After)),
                ApplyOutcome.Configured => Item(context, reference, PlanChange.Change, null),
                _ => Item(context, reference, PlanChange.Unchanged, null),
            };
        }
        catch (ClusterException error) when (error.Status == HttpStatusCode.NotFound && one.Live is null)
        {
            return Item(context, reference, PlanChange.Create, $"the server cannot check it yet: {error.Message}");
        }
        catch (ClusterException error) when (error.Status == HttpStatusCode.BadRequest && options.FieldManager != Ours.FieldManager)
        {
            // MeshLab asks strictly; the tool itself may be let off fields that the server does not know.
            return Item(context, reference, PlanChange.Unknown, error.Message);
        }
    }

    /// <summary>The definition comes with an earlier step: its schema is asked instead of the server.</summary>
    private static PlanItem NotServed(StepContext context, JsonObject resource, ObjectRef reference, List<string> invalid)
    {
        if (!context.Run.Imagined.Defines(context.ClusterName, reference.ApiVersion, reference.Kind, out var schema))
        {
            return Item(context, reference, PlanChange.Create, $"its kind ({reference.ApiVersion}) is not installed yet, so the server cannot check it");
        }

        var problems = schema?.Validate(resource) ?? [];
        if (problems.Count == 0)
        {
            return Item(context, reference, PlanChange.Create, schema is null ? "its definition, which comes with the run, has no schema" : "checked against the definition that comes with the run");
        }

        var found = $"not valid by the definition that comes with the run: {string.Join("; ", problems.Take(10))}";
        invalid.Add($"{reference} is {found}");
        return Item(context, reference, PlanChange.Create, found);
    }

    private static PlanItem Item(StepContext context, ObjectRef reference, PlanChange change, string? note, IReadOnlyList<PlanField>? fields = null)
    {
        var shown = (fields ?? []).Take(MostFields).Select(field => reference.Kind == "Secret" ? FieldDiff.WithoutValues(field) : field);
        var more = fields is { Count: > MostFields } ? $"{fields.Count - MostFields} more fields" : null;
        return new(context.Step.Id, context.ClusterName, reference.ApiVersion, reference.Kind, reference.Namespace, reference.Name, change, note ?? more, [.. shown]);
    }
}
