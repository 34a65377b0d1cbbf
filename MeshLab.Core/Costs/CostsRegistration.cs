using MeshLab.Core.Costs.Prices;
using Microsoft.Extensions.DependencyInjection;

namespace MeshLab.Core.Costs;

/// <summary>Registers costs.</summary>
public static class CostsRegistration
{
    /// <summary>Adds the price books and the comparison of costs.</summary>
    public static IServiceCollection AddCosts(this IServiceCollection services)
    {
        services.AddSingleton<PriceBooks>();
        return services;
    }
}
