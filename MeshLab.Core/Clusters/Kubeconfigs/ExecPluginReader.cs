using System.Text.Json.Nodes;
using MeshLab.Core.Clusters.Connections;

namespace MeshLab.Core.Clusters.Kubeconfigs;

/// <summary>Reads a user's <c>exec</c> entry and finds its program.</summary>
internal static class ExecPluginReader
{
    private static readonly string[] Versions = ["client.authentication.k8s.io/v1", "client.authentication.k8s.io/v1beta1"];

    public static ExecPlugin? Read(KubeconfigEntry user, KubeconfigEntry cluster)
    {
        if (user.Body["exec"] is not JsonObject exec)
        {
            return null;
        }

        var place = $"The user {user.Name} (line {user.Position.Line})";
        var command = KubeconfigEntry.Text(exec, "command")
            ?? throw new KubeconfigException($"{place} has a credential plugin (exec) without a command.");
        var version = KubeconfigEntry.Text(exec, "apiVersion");
        if (!Versions.Contains(version))
        {
            throw new KubeconfigException($"{place} has a credential plugin with the apiVersion {version ?? "(none)"}; set one of {string.Join(", ", Versions)}.");
        }

        if (KubeconfigEntry.Text(exec, "interactiveMode") == "Always")
        {
            throw new KubeconfigException($"{place} has a credential plugin that always asks at a terminal (interactiveMode: Always); a server cannot answer it.");
        }

        var hint = KubeconfigEntry.Text(exec, "installHint");
        var path = Find(command, user.File)
            ?? throw new KubeconfigException($"{place} gets its credentials from the program {command}, which is not on the PATH of MeshLab. Install it and restart MeshLab.{(hint is null ? "" : $" Its install hint: {hint.Trim()}")}");
        var environment = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var variable in exec["env"] as JsonArray ?? [])
        {
            if (variable is not JsonObject pair || KubeconfigEntry.Text(pair, "name") is not { } name)
            {
                throw new KubeconfigException($"{place} has a credential plugin with an env entry that has no name.");
            }

            environment[name] = KubeconfigEntry.Text(pair, "value") ?? "";
        }

        var tellsCluster = KubeconfigEntry.Text(exec, "provideClusterInfo") == "true";
        return new(path, [.. (exec["args"] as JsonArray ?? []).Select(one => one?.ToString() ?? "")], environment, version!, hint, tellsCluster ? ClusterInfo(cluster) : null);
    }

    /// <summary>A bare name is looked for on the PATH; a path with a separator starts at the kubeconfig's folder (client-go does the same).</summary>
    private static string? Find(string command, string kubeconfig)
    {
        if (command.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            var path = Path.GetFullPath(command, Path.GetDirectoryName(kubeconfig) ?? "/");
            return File.Exists(path) ? path : null;
        }

        var names = OperatingSystem.IsWindows() ? new[] { command, command + ".exe", command + ".cmd" } : [command];
        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(folder => names.Select(name => Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists);
    }

    private static string ClusterInfo(KubeconfigEntry cluster)
    {
        var info = new JsonObject();
        foreach (var field in new[] { "server", "tls-server-name", "insecure-skip-tls-verify", "certificate-authority-data", "proxy-url" })
        {
            if (cluster.Body[field] is { } value)
            {
                info[field] = value.DeepClone();
            }
        }

        var extension = (cluster.Body["extensions"] as JsonArray ?? []).OfType<JsonObject>()
            .FirstOrDefault(one => KubeconfigEntry.Text(one, "name") == "client.authentication.k8s.io/exec");
        if (extension?["extension"] is { } config)
        {
            info["config"] = config.DeepClone();
        }

        return info.ToJsonString();
    }
}
