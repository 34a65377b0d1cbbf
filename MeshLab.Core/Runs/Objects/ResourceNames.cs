using MeshLab.Core.Clusters;
using MeshLab.Core.Runs.Execution;

namespace MeshLab.Core.Runs.Objects;

/// <summary>Understands <c>kind/name</c> as kubectl writes it: kinds, plurals, the usual short names, and <c>plural.group</c>.</summary>
internal static class ResourceNames
{
    private static readonly Dictionary<string, (string ApiVersion, string Kind)> Usual = new(StringComparer.OrdinalIgnoreCase)
    {
        ["deploy"] = ("apps/v1", "Deployment"),
        ["deployment"] = ("apps/v1", "Deployment"),
        ["deployments"] = ("apps/v1", "Deployment"),
        ["sts"] = ("apps/v1", "StatefulSet"),
        ["statefulset"] = ("apps/v1", "StatefulSet"),
        ["ds"] = ("apps/v1", "DaemonSet"),
        ["daemonset"] = ("apps/v1", "DaemonSet"),
        ["rs"] = ("apps/v1", "ReplicaSet"),
        ["po"] = ("v1", "Pod"),
        ["pod"] = ("v1", "Pod"),
        ["svc"] = ("v1", "Service"),
        ["service"] = ("v1", "Service"),
        ["cm"] = ("v1", "ConfigMap"),
        ["configmap"] = ("v1", "ConfigMap"),
        ["secret"] = ("v1", "Secret"),
        ["ns"] = ("v1", "Namespace"),
        ["namespace"] = ("v1", "Namespace"),
        ["no"] = ("v1", "Node"),
        ["node"] = ("v1", "Node"),
        ["sa"] = ("v1", "ServiceAccount"),
        ["job"] = ("batch/v1", "Job"),
        ["crd"] = ("apiextensions.k8s.io/v1", "CustomResourceDefinition"),
        ["customresourcedefinition"] = ("apiextensions.k8s.io/v1", "CustomResourceDefinition"),
    };

    /// <summary>The object; null when the cluster does not serve such a kind (yet).</summary>
    public static async Task<ObjectRef?> ResolveAsync(ClusterClient client, string resource, string? @namespace, CancellationToken cancellationToken)
    {
        var (kind, name) = Split(resource);
        if (Usual.TryGetValue(kind, out var usual))
        {
            var type = await client.FindTypeAsync(usual.ApiVersion, usual.Kind, cancellationToken);
            return type is null ? null : Reference(type, @namespace, name);
        }

        var types = await client.GetTypesAsync(cancellationToken);
        var found = types.FirstOrDefault(type => Names(type).Contains(kind, StringComparer.OrdinalIgnoreCase));
        return found is null ? null : Reference(found, @namespace, name);
    }

    public static (string Kind, string Name) Split(string resource)
    {
        var parts = resource.Split('/');
        return parts is [{ Length: > 0 } kind, { Length: > 0 } name]
            ? (kind, name)
            : throw new StepFailedException($"\"{resource}\" names no object; write kind/name, e.g. deployment/istiod.") { Retryable = false };
    }

    private static IEnumerable<string> Names(ResourceType type)
    {
        var group = type.ApiVersion.Contains('/', StringComparison.Ordinal) ? type.ApiVersion.Split('/')[0] : "";
        return group.Length == 0 ? [type.Kind, type.Plural] : [type.Kind, type.Plural, $"{type.Plural}.{group}", $"{type.Kind}.{group}"];
    }

    private static ObjectRef Reference(ResourceType type, string? @namespace, string name) =>
        new(type.ApiVersion, type.Kind, type.Namespaced ? @namespace ?? "default" : null, name);
}
