using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using MeshLab.Core.Clusters;
using MeshLab.Core.Runs.Objects;

namespace MeshLab.Core.Runs.Helm;

/// <summary>Finds releases by the Secrets in which Helm keeps them; the demo cluster keeps the same.</summary>
internal static class HelmRelease
{
    /// <summary>What stands for the API version of a release in an inventory.</summary>
    public const string ApiVersion = "helm";

    /// <summary>The kind of a release in an inventory.</summary>
    public const string Kind = "Release";

    private const string ManagedBy = "meshlab.dev/managed-by";

    /// <summary>The labels of every release that MeshLab installs.</summary>
    public static IReadOnlyDictionary<string, string> LabelsOf(string scenario) => new Dictionary<string, string> { [Ownership.Scenario] = scenario, [ManagedBy] = "meshlab" };

    /// <summary>Whether a revision carries MeshLab's labels: Helm keeps them from revision to revision, but not over an uninstall.</summary>
    public static bool IsOurs(JsonObject revision) =>
        revision["metadata"]?["labels"] is JsonObject labels && labels[ManagedBy]?.GetValue<string>() == "meshlab" && labels.ContainsKey(Ownership.Scenario);

    /// <summary>Why a release of somebody else is not upgraded, and what to do.</summary>
    public static string Taken(string release, string @namespace, string cluster) =>
        $"There is a Helm release {release} in namespace {@namespace} on {cluster} that is not MeshLab's; a deploy would overwrite it. Uninstall it (helm uninstall {release} --namespace {@namespace}) or use another cluster.";

    /// <summary>The newest revision's Secret; null when there is no such release.</summary>
    public static async Task<JsonObject?> NewestAsync(ClusterClient client, string release, string @namespace, CancellationToken cancellationToken)
    {
        var revisions = await AllAsync(client, release, @namespace, cancellationToken);
        return revisions.MaxBy(secret => int.TryParse(secret["metadata"]?["labels"]?["version"]?.GetValue<string>(), out var version) ? version : 0);
    }

    /// <summary>What a revision's Secret records, as JSON: chart, manifest, state. Null when it cannot be read.</summary>
    public static JsonObject? Read(JsonObject revision)
    {
        try
        {
            // Base64 twice: once by Helm, once because it is a Secret.
            var packed = Convert.FromBase64String(Encoding.UTF8.GetString(Convert.FromBase64String(revision["data"]?["release"]?.GetValue<string>() ?? "")));
            using var stream = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
            return JsonNode.Parse(stream) as JsonObject;
        }
        catch (Exception error) when (error is FormatException or InvalidDataException or JsonException)
        {
            return null;
        }
    }

    /// <summary>The Secrets of all revisions that Helm keeps.</summary>
    public static async Task<IReadOnlyList<JsonObject>> AllAsync(ClusterClient client, string release, string @namespace, CancellationToken cancellationToken)
    {
        var secrets = await client.ListAsync("v1", "Secret", @namespace, $"owner=helm,name={release}", cancellationToken);
        return [.. secrets.Where(secret => secret["type"]?.GetValue<string>() is "helm.sh/release.v1")];
    }
}
