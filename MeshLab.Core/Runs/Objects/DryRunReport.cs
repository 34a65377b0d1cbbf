using System.Net;
using System.Text.Json.Nodes;
using MeshLab.Core.Clusters;
using MeshLab.Core.Runs.Execution;

namespace MeshLab.Core.Runs.Objects;

/// <summary>Asks the server what applying objects would change, object by object and field by field, and logs it.</summary>
internal static class DryRunReport
{
    public static async Task WriteAsync(StepContext context, IReadOnlyList<JsonObject> resources, string? defaultNamespace, bool force, CancellationToken cancellationToken)
    {
        var placed = await ObjectPlacer.PlaceAsync(context, resources, defaultNamespace, cancellationToken);
        foreach (var one in placed)
        {
            if (one.Resource["kind"]!.GetValue<string>() == "Namespace" && one.Live is null)
            {
                Imagine(context, one.Resource["metadata"]!["name"]!.GetValue<string>());
            }
        }

        foreach (var one in placed)
        {
            await WriteAsync(context, one, force, cancellationToken);
        }
    }

    /// <summary>Remembers a namespace that an earlier step of this dry run would have made.</summary>
    public static void Imagine(StepContext context, string name)
    {
        lock (context.Run.ImaginedNamespaces)
        {
            context.Run.ImaginedNamespaces.Add($"{context.ClusterName}/{name}");
        }
    }

    private static bool IsImagined(StepContext context, string name)
    {
        lock (context.Run.ImaginedNamespaces)
        {
            return context.Run.ImaginedNamespaces.Contains($"{context.ClusterName}/{name}");
        }
    }

    private static async Task WriteAsync(StepContext context, PlacedObject one, bool force, CancellationToken cancellationToken)
    {
        var reference = ObjectRef.Of(one.Resource);
        if (!one.Served)
        {
            context.Log($"{reference} would be created; its kind ({reference.ApiVersion}) is not installed yet, so the server cannot check it");
            return;
        }

        if (one.Live is null && reference.Namespace is { } space && IsImagined(context, space))
        {
            context.Log($"{reference} would be created; its namespace is not there yet, so the server cannot check it");
            return;
        }

        if (one.Live is null || Ownership.IsOurs(one.Live))
        {
            Ownership.Label(one.Resource, one.Live, context.Run.Scenario.Name, context.Run.Id);
        }

        try
        {
            var result = await context.Client.ApplyAsync(one.Resource, new ApplyOptions(Force: force, DryRun: true), cancellationToken);
            var differences = result.Outcome == ApplyOutcome.Configured && result.Before is not null ? FieldDiff.Of(result.Before, result.After) : [];
            context.Log(result.Outcome switch
            {
                ApplyOutcome.Created => $"{reference} would be created",
                ApplyOutcome.Configured => $"{reference} would be changed:",
                _ => $"{reference} would stay as it is",
            });
            foreach (var difference in differences)
            {
                context.Log("  " + (reference.Kind == "Secret" ? FieldDiff.WithoutValues(difference) : difference));
            }
        }
        catch (ClusterException error) when (error.Status == HttpStatusCode.NotFound && one.Live is null)
        {
            context.Log($"{reference} would be created; the server cannot check it yet: {error.Message}");
        }
    }
}
