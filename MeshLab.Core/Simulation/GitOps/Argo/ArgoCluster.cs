using System.Text.Json;
using System.Text.Json.Nodes;
using MeshLab.Core.Simulation.Federation;

namespace MeshLab.Core.Simulation.GitOps.Argo;

/// <summary>A cluster that Argo CD knows: by a Secret labelled for it, or the one it runs on.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Server">Its API server's address as Applications write it.</param>
/// <param name="Project">The project it is bound to; empty for all.</param>
/// <param name="Secret">The Secret; null for the own cluster.</param>
/// <param name="Member">The demo cluster that its credentials open; null when they open none.</param>
internal sealed record ArgoCluster(string Name, string Server, string Project, JsonObject? Secret, DemoCluster? Member)
{
    public const string OwnServer = "https://kubernetes.default.svc";

    /// <summary>The clusters known in a namespace, the own one first unless a Secret stands for it.</summary>
    public static IReadOnlyList<ArgoCluster> All(DemoCluster hub, string @namespace)
    {
        var known = hub.Store.List("", "secrets", @namespace)
            .Where(one => one.Label(ArgoInstallation.SecretType) == "cluster" && !one.IsTerminating())
            .Select(secret => Read(hub, secret)).ToList();
        return known.Exists(one => one.Server == OwnServer) ? known : [new ArgoCluster("in-cluster", OwnServer, "", null, hub), .. known];
    }

    /// <summary>The destination of an Application.</summary>
    public static ArgoCluster? Destination(DemoCluster hub, JsonObject application)
    {
        var (server, name) = (application.Text("spec", "destination", "server"), application.Text("spec", "destination", "name"));
        return All(hub, application.Namespace()).FirstOrDefault(one => server is { Length: > 0 } ? one.Server == server.TrimEnd('/') : one.Name == name);
    }

    private static ArgoCluster Read(DemoCluster hub, JsonObject secret)
    {
        var server = (Credentials.Decoded(secret, "server") ?? "").TrimEnd('/');
        return new ArgoCluster(
            Credentials.Decoded(secret, "name") ?? server,
            server,
            Credentials.Decoded(secret, "project") ?? "",
            secret,
            server == OwnServer ? hub : Credentials.Issuer(hub, Token(secret))?.Cluster);
    }

    private static string? Token(JsonObject secret)
    {
        try
        {
            return JsonNode.Parse(Credentials.Decoded(secret, "config") ?? "{}").Text("bearerToken");
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
