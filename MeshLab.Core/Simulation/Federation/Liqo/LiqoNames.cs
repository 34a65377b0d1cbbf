namespace MeshLab.Core.Simulation.Federation.Liqo;

/// <summary>Liqo's groups, labels, annotations and finalizers, as of 1.2.</summary>
internal static class LiqoNames
{
    public const string Authentication = "authentication.liqo.io";
    public const string Offloading = "offloading.liqo.io";
    public const string Version = "v1beta1";

    public const string RemoteCluster = "liqo.io/remote-cluster-id";
    public const string TenantNamespace = "liqo.io/tenant-namespace";
    public const string IdentityType = "liqo.io/identity-type";
    public const string RemoteTenantNamespace = "liqo.io/remote-tenant-namespace";
    public const string Replication = "liqo.io/replication";
    public const string Replicated = "liqo.io/replicated";
    public const string Origin = "liqo.io/originID";
    public const string Destination = "liqo.io/remoteID";
    public const string CreateVirtualNode = "liqo.io/create-virtual-node";
    public const string SchedulingEnabled = "liqo.io/scheduling-enabled";
    public const string ManagedBy = "liqo.io/managed-by-namespace-map";
    public const string OriginalName = "liqo.io/original-name";
    public const string ShadowPod = "liqo.io/shadowPod";
    public const string ReflectedFrom = "offloading.liqo.io/origin";
    public const string ReflectedTo = "offloading.liqo.io/destination";
    public const string ReflectedNode = "offloading.liqo.io/nodename";
    public const string PodManagedBy = "liqo.io/managed-by";
    public const string NotAllowed = "virtual-node.liqo.io/not-allowed";

    public const string SliceFinalizer = "crdreplicator.liqo.io/resource";
    public const string VirtualNodeFinalizer = "virtualnode-controller.liqo.io/finalizer";
    public const string OffloadingFinalizer = "namespaceoffloading-controller.liqo.io/finalizer";
    public const string TenantFinalizer = "tenant.liqo.io/finalizer";
}
