using System.Text.Json.Nodes;
using MeshLab.Core.Simulation.Charts;
using MeshLab.Core.Simulation.Controllers;
using MeshLab.Core.Simulation.Store;

namespace MeshLab.Core.Simulation.GitOps.Argo;

/// <summary>
/// What Argo CD's application controller does: renders an Application, compares it with its destination (any demo cluster whose token a cluster
/// Secret holds), syncs, heals drift, prunes, and takes everything away again when the Application goes. Chart profiles and stand-ins take the
/// place of what would be fetched, and the operation's message says so.
/// </summary>
internal sealed class ApplicationController(ControllerContext context) : IController
{
    private const string Manager = "argocd-controller";
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(3);

    public string Name => "argocd-application-controller";

    public IEnumerable<ObjectKey> Affected(ObjectKey key, JsonObject resource, bool deleted) => key switch
    {
        { Group: ArgoInstallation.Group, Plural: "applications" } => [key],
        { Group: ArgoInstallation.Group, Plural: "appprojects" } => ArgoInstallation.Keys(context.Cluster, "applications", key.Namespace),
        { Group: "", Plural: "secrets" } when resource.Label(ArgoInstallation.SecretType) is not null => ArgoInstallation.Keys(context.Cluster, "applications", key.Namespace),
        _ when ArgoInstallation.IsPart(key, "application-controller") => ArgoInstallation.Keys(context.Cluster, "applications"),
        _ => [],
    };

    public TimeSpan? Reconcile(ObjectKey key)
    {
        if (context.Store.Peek(key) is not { } application || !ArgoInstallation.Runs(context.Cluster, "application-controller"))
        {
            return null;
        }

        if (application.IsTerminating())
        {
            return Finish(key, application);
        }

        var destination = ArgoCluster.Destination(context.Cluster, application);
        if (Problem(application, destination) is { } problem)
        {
            Report(key, ApplicationStatus.Broken(context.Cluster, application, "InvalidSpecError", problem));
            return LookAgain;
        }

        var member = context.For(destination!.Member!);
        try
        {
            Report(key, new ApplicationSync(new Delivery(member, Manager), application).Run(context.Cluster));
        }
        catch (ChartProfileException error)
        {
            Report(key, ApplicationStatus.Broken(context.Cluster, application, "ComparisonError", error.Message));
        }
        catch (StatusError error)
        {
            Report(key, ApplicationStatus.Broken(context.Cluster, application, "SyncError", error.Message));
        }

        // The destination's changes make no event here.
        return LookAgain;
    }

    private string? Problem(JsonObject application, ArgoCluster? destination) =>
        destination is null ? $"there are no clusters with this name or address: {application.Text("spec", "destination", "name") ?? application.Text("spec", "destination", "server")}"
        : destination.Member is null ? $"the credentials of cluster {destination.Name} open no demo cluster: its Secret must hold the token of a service account there"
        : ArgoProject.Refusal(context.Cluster, application, destination);

    /// <summary>Takes the resources away where the finalizer asks for it. A destination that is gone holds nothing up.</summary>
    private TimeSpan? Finish(ObjectKey key, JsonObject application)
    {
        if (ArgoCluster.Destination(context.Cluster, application)?.Member is { } member
            && (application.At("metadata", "finalizers") as JsonArray ?? []).Any(one => IsResources(one?.ToString() ?? ""))
            && !new Delivery(context.For(member), Manager).Remove(application.Items("status", "resources").Select(ApplicationStatus.Reference)))
        {
            return TimeSpan.FromSeconds(1);
        }

        context.DropFinalizer(key, IsResources);
        return null;
    }

    private static bool IsResources(string finalizer) => finalizer.StartsWith(ArgoInstallation.Finalizer, StringComparison.Ordinal);

    private void Report(ObjectKey key, JsonObject status)
    {
        var now = context.Store.Peek(key)?["status"];
        if (!JsonNode.DeepEquals(ApplicationStatus.WithoutTimes(now), ApplicationStatus.WithoutTimes(status)))
        {
            context.Change(key, live =>
            {
                live["status"] = status;
                live.Remove("operation");
            });
        }
    }
}
