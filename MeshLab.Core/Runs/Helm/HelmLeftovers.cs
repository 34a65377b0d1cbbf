using System.Text.Json.Nodes;
using MeshLab.Core.Clusters;

namespace MeshLab.Core.Runs.Helm;

/// <summary>Finds and clears what a cut-off helm left, which would refuse every later operation with "another operation is in progress".</summary>
internal static class HelmLeftovers
{
    /// <summary>
    /// The state of the release's newest revision and what is to be done about it. Only of a release that carries MeshLab's labels: the run
    /// has the cluster to itself, so no helm process of MeshLab is at work on it.
    /// </summary>
    public static async Task<(HelmRecovery Recovery, string State, JsonObject? Revision)> FindAsync(ClusterClient client, string release, string @namespace, CancellationToken cancellationToken)
    {
        var newest = await HelmRelease.NewestAsync(client, release, @namespace, cancellationToken);
        if (newest is null || !HelmRelease.IsOurs(newest))
        {
            return (HelmRecovery.None, "", null);
        }

        var labels = newest["metadata"]?["labels"];
        var state = labels?["status"]?.GetValue<string>() ?? "";
        var first = labels?["version"]?.GetValue<string>() == "1";
        return state switch
        {
            "pending-install" or "uninstalling" => (HelmRecovery.Uninstall, state, newest),
            "pending-upgrade" or "pending-rollback" => (first ? HelmRecovery.Uninstall : HelmRecovery.GoBack, state, newest),
            _ => (HelmRecovery.None, state, null),
        };
    }

    /// <summary>Takes the record of a cut-off revision away; the one before it is the newest then.</summary>
    public static Task GoBackAsync(ClusterClient client, JsonObject revision, CancellationToken cancellationToken) =>
        client.DeleteAsync(ObjectRef.Of(revision), DeletionPropagation.Background, cancellationToken);
}
