using System.Text.Json.Nodes;
using MeshLab.Core.Simulation.Controllers;
using MeshLab.Core.Simulation.Store;

namespace MeshLab.Core.Simulation.GitOps.Argo;

/// <summary>What Argo CD's ApplicationSet controller does: one Application for each set of parameters, and none that no set of parameters asks for any more.</summary>
internal sealed class ApplicationSetController(ControllerContext context) : IController
{
    private const string Manager = "argocd-applicationset-controller";

    public string Name => Manager;

    public IEnumerable<ObjectKey> Affected(ObjectKey key, JsonObject resource, bool deleted) => key switch
    {
        { Group: ArgoInstallation.Group, Plural: "applicationsets" } => [key],
        { Group: ArgoInstallation.Group, Plural: "applications" } => Ownership.ControllerKey(resource, "ApplicationSet", ArgoInstallation.Group, "applicationsets"),

        // A Secret that no longer bears the label of a cluster matters as well.
        { Group: "", Plural: "secrets" } => ArgoInstallation.Keys(context.Cluster, "applicationsets", key.Namespace),
        _ when ArgoInstallation.IsPart(key, "applicationset-controller") => ArgoInstallation.Keys(context.Cluster, "applicationsets"),
        _ => [],
    };

    public TimeSpan? Reconcile(ObjectKey key)
    {
        if (context.Store.Peek(key) is not { } set || !ArgoInstallation.Runs(context.Cluster, "applicationset-controller"))
        {
            return null;
        }

        if (set.IsTerminating())
        {
            context.DropFinalizer(key, one => one.StartsWith(ArgoInstallation.Finalizer, StringComparison.Ordinal));
            return null;
        }

        try
        {
            var wanted = Wanted(set);
            Bring(set, wanted);
            Report(key, null, [.. wanted.Select(one => one.Name())]);
        }
        catch (SetTemplateException error)
        {
            Report(key, error.Message, []);
        }

        return null;
    }

    private List<JsonObject> Wanted(JsonObject set)
    {
        var wanted = SetGenerators.Parameters(context.Cluster, set).Select(parameters => Render(set, parameters)).ToList();
        return wanted.GroupBy(one => one.Name()).FirstOrDefault(group => group.Count() > 1) is { } twice
            ? throw new SetTemplateException($"ApplicationSet {set.Name()} contains applications with duplicate name: {twice.Key}")
            : wanted;
    }

    private static JsonObject Render(JsonObject set, JsonObject parameters)
    {
        var template = (JsonObject)SetTemplate.Render(set.At("spec", "template") ?? new JsonObject(), parameters, set.Flag("spec", "goTemplate"))!;
        var metadata = (JsonObject?)template["metadata"]?.DeepClone() ?? [];
        metadata["namespace"] = set.Namespace();
        metadata["ownerReferences"] = new JsonArray(Ownership.Reference(set));

        // As the real one: without it, an Application that goes would leave what it has deployed.
        if (metadata["finalizers"] is not JsonArray { Count: > 0 } && !set.Flag("spec", "syncPolicy", "preserveResourcesOnDeletion"))
        {
            metadata["finalizers"] = new JsonArray(ArgoInstallation.Finalizer);
        }

        return new JsonObject { ["apiVersion"] = ArgoInstallation.ApiVersion, ["kind"] = "Application", ["metadata"] = metadata, ["spec"] = template["spec"]?.DeepClone() };
    }

    private void Bring(JsonObject set, List<JsonObject> wanted)
    {
        foreach (var application in wanted.Where(one => context.Store.Peek(ArgoInstallation.Application(one.Namespace(), one.Name()))?.IsTerminating() != true))
        {
            context.Apply(application, Manager);
        }

        foreach (var extra in context.Store.List(ArgoInstallation.Group, "applications", set.Namespace())
            .Where(one => !one.IsTerminating() && Ownership.ControllerOf(one).Text("uid") == set.Uid() && !wanted.Exists(other => other.Name() == one.Name())).ToList())
        {
            context.Delete(ArgoInstallation.Application(extra.Namespace(), extra.Name()));
        }
    }

    private void Report(ObjectKey key, string? error, IReadOnlyList<string> names)
    {
        var applications = names.Select(name => context.Store.Peek(ArgoInstallation.Application(key.Namespace, name))).OfType<JsonObject>().ToList();
        var synced = applications.TrueForAll(one => one.Text("status", "sync", "status") == "Synced");
        var status = new JsonObject
        {
            ["conditions"] = new JsonArray(
                Condition("ErrorOccurred", error is not null, error is null ? "ApplicationSetUpToDate" : "ApplicationGenerationFromParamsError", error),
                Condition("ParametersGenerated", error is null, error is null ? "ParametersGenerated" : "ErrorOccurred", error),
                Condition("ResourcesUpToDate", error is null && synced, error is null ? "ApplicationSetUpToDate" : "ApplicationGenerationFromParamsError", error)),
            ["resources"] = new JsonArray([.. applications.Select(one => new JsonObject
            {
                ["group"] = ArgoInstallation.Group,
                ["version"] = "v1alpha1",
                ["kind"] = "Application",
                ["namespace"] = one.Namespace(),
                ["name"] = one.Name(),
                ["status"] = one.Text("status", "sync", "status") ?? "Unknown",
                ["health"] = new JsonObject { ["status"] = one.Text("status", "health", "status") ?? "Unknown" },
            })]),
            ["resourcesCount"] = applications.Count,
        };
        if (!JsonNode.DeepEquals(ApplicationStatus.WithoutTimes(context.Store.Peek(key)?["status"]), ApplicationStatus.WithoutTimes(status)))
        {
            context.Change(key, live => live["status"] = status);
        }
    }

    private JsonObject Condition(string type, bool holds, string reason, string? error) => new()
    {
        ["type"] = type,
        ["status"] = holds ? "True" : "False",
        ["reason"] = reason,
        ["message"] = error ?? "Successfully generated parameters for all Applications (simulated)",
        ["lastTransitionTime"] = context.Cluster.Timestamp,
    };
}
