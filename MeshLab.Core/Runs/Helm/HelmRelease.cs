using System.Text.Json.Nodes;
using MeshLab.Core.Clusters;

namespace MeshLab.Core.Runs.Helm;

/// <summary>Finds releases by the Secrets in which Helm keeps them; the demo cluster keeps the same.</summary>
internal static class HelmRelease
{
    /// <summary>What stands for the API version of a release in an inventory.</summary>
    public const string ApiVersion = "helm";

    /// <summary>The kind of a release in an inventory.</summary>
    public const string Kind = "Release";

    /// <summary>The newest revision's Secret; null when there is no such release.</summary>
    public static async Task<JsonObject?> NewestAsync(ClusterClient client, string release, string @namespace, CancellationToken cancellationToken)
    {
        var secrets = await client.ListAsync("v1", "Secret", @namespace, $"owner=helm,name={release}", cancellationToken);
        return secrets.MaxBy(secret => int.TryParse(secret["metadata"]?["labels"]?["version"]?.GetValue<string>(), out var version) ? version : 0);
    }

    /// <summary>
    /// Takes away the mark of an install or upgrade that was cut off: Helm would refuse every later one with "another operation is in
    /// progress". Only after a crash of MeshLab, when its helm process is known to be gone.
    /// </summary>
    /// <returns>The state that was cleared, e.g. <c>pending-upgrade</c>; null when there was none.</returns>
    public static async Task<string?> ClearPendingAsync(ClusterClient client, string release, string @namespace, CancellationToken cancellationToken)
    {
        var newest = await NewestAsync(client, release, @namespace, cancellationToken);
        if (newest?["metadata"]?["labels"]?["status"]?.GetValue<string>() is not { } status || !status.StartsWith("pending-", StringComparison.Ordinal))
        {
            return null;
        }

        await client.DeleteAsync(ObjectRef.Of(newest), DeletionPropagation.Background, cancellationToken);
        return status;
    }
}
