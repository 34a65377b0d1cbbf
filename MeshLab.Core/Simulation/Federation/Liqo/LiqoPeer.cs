using System.Text.Json.Nodes;
using MeshLab.Core.Simulation.Store;

namespace MeshLab.Core.Simulation.Federation.Liqo;

/// <summary>A provider as a consumer reaches it: the cluster, and the namespace that the provider keeps for this consumer.</summary>
internal sealed record LiqoPeer(DemoCluster Provider, string TenantNamespace, JsonObject Tenant)
{
    /// <summary>The peer behind a tenant namespace of the consumer, or null with what is missing.</summary>
    public static (LiqoPeer? Peer, string? Problem) Find(DemoCluster consumer, string tenantNamespace, string providerId)
    {
        var secret = consumer.Store.List("", "secrets", tenantNamespace).FirstOrDefault(one => one.Label(LiqoNames.IdentityType) == "ControlPlane" && one.Label(LiqoNames.RemoteCluster) == providerId);
        if (secret is null)
        {
            return (null, $"no Secret in {tenantNamespace} holds a ControlPlane identity for {providerId}");
        }

        if (Credentials.Find(consumer, secret, "kubeconfig") is not { } identity || LiqoInstallation.Id(identity.Cluster) != providerId)
        {
            return (null, $"the kubeconfig in {tenantNamespace}/{secret.Name()} does not open the cluster {providerId}");
        }

        var space = secret.Annotation(LiqoNames.RemoteTenantNamespace) ?? "";
        var consumerId = LiqoInstallation.Id(consumer);
        var tenant = identity.Cluster.Store.List(LiqoNames.Authentication, "tenants", space).FirstOrDefault(one => one.Text("spec", "clusterID") == consumerId && !one.IsTerminating());
        if (space.Length == 0 || tenant is null)
        {
            return (null, $"{providerId} has no Tenant for {consumerId} in the namespace {space}");
        }

        return IsBound(identity, space)
            ? (new LiqoPeer(identity.Cluster, space, tenant), null)
            : (null, $"{providerId} has not bound the service account {identity.Namespace}/{identity.Account} to liqo-remote-controlplane in {space}");
    }

    private static bool IsBound(Identity identity, string space) => identity.Cluster.Store.List("rbac.authorization.k8s.io", "rolebindings", space).Any(one =>
        one.Text("roleRef", "name") == "liqo-remote-controlplane"
        && one.Items("subjects").Any(subject => subject.Text("kind") == "ServiceAccount" && subject.Text("name") == identity.Account && (subject.Text("namespace") ?? space) == identity.Namespace));
}
