using System.Text.Json.Nodes;
using MeshLab.Core.Simulation.Store;

namespace MeshLab.Core.Simulation.GitOps.Argo;

/// <summary>One look at an Application's destination: compares, syncs where the policy or an operation asks for it, and tells the status.</summary>
internal sealed class ApplicationSync(Delivery delivery, JsonObject application)
{
    private readonly JsonNode? _policy = application.At("spec", "syncPolicy");

    private bool IsAutomated => _policy.At("automated") is JsonObject automated && automated["enabled"]?.GetValue<bool>() != false;

    public JsonObject Run(DemoCluster hub)
    {
        var desired = ApplicationSources.Render(delivery.Destination, application);
        var references = desired.Select(Delivery.Reference).ToList();
        var stale = application.Items("status", "resources").Select(ApplicationStatus.Reference)
            .Where(one => !references.Exists(other => JsonNode.DeepEquals(one, other)) && delivery.Destination.KeyOf(one) is { } key && delivery.Destination.Store.Peek(key) is not null)
            .ToList();
        var operation = application.At("status", "operationState") as JsonObject;
        if (Asks(desired, stale) && Syncs())
        {
            Sync(desired, stale);
            stale = [.. stale.Where(one => !Prunes)];
            operation = ApplicationStatus.Succeeded(hub, application, application["operation"] is null);
        }

        var states = desired.Select(one => (Resource: one, State: delivery.Compare(one))).ToList();
        return ApplicationStatus.Of(hub, delivery.Destination, application, states, stale, operation);
    }

    private bool Prunes => _policy.Flag("automated", "prune") || application.Flag("operation", "sync", "prune");

    private bool Asks(IReadOnlyList<JsonObject> desired, List<JsonObject> stale) =>
        application["operation"] is not null || (stale.Count > 0 && Prunes) || desired.Any(one => delivery.Compare(one) != DeliveryState.Same);

    /// <summary>An automated sync comes once for each change of the Application, and for drift only where it heals itself.</summary>
    private bool Syncs() => application["operation"] is not null
        || (IsAutomated && (_policy.Flag("automated", "selfHeal") || !JsonNode.DeepEquals(application.At("status", "operationState", "syncResult", "source"), ApplicationStatus.Source(application))));

    private void Sync(IReadOnlyList<JsonObject> desired, List<JsonObject> stale)
    {
        if ((_policy.At("syncOptions") as JsonArray ?? []).Any(one => one?.ToString() == "CreateNamespace=true") && application.Text("spec", "destination", "namespace") is { } space)
        {
            delivery.Destination.Ensure(new ObjectKey("", "namespaces", "", space), () => new JsonObject
            {
                ["apiVersion"] = "v1",
                ["kind"] = "Namespace",
                ["metadata"] = new JsonObject { ["name"] = space, ["annotations"] = new JsonObject { ["argocd.argoproj.io/sync-options"] = "ServerSideApply=true" } },
            });
        }

        foreach (var one in desired.OrderBy(Wave).Where(one => delivery.Compare(one) != DeliveryState.Same))
        {
            delivery.Apply(one);
        }

        if (Prunes)
        {
            delivery.Remove(stale);
        }
    }

    private static int Wave(JsonObject resource) => int.TryParse(resource.Annotation("argocd.argoproj.io/sync-wave"), out var wave) ? wave : 0;
}
