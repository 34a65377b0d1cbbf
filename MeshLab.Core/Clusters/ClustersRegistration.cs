using MeshLab.Core.Clusters.Kubeconfigs;
using Microsoft.Extensions.DependencyInjection;

namespace MeshLab.Core.Clusters;

/// <summary>Registers the target clusters.</summary>
public static class ClustersRegistration
{
    /// <summary>Adds <see cref="ClusterCatalogue"/> and <see cref="ClusterStatuses"/> as singletons, and what tells pages that a kubeconfig file changed.</summary>
    public static IServiceCollection AddClusters(this IServiceCollection services) => services
        .AddSingleton<ClusterCatalogue>()
        .AddSingleton<ClusterStatuses>()
        .AddHostedService<KubeconfigWatch>();
}
