using MeshLab.Core.Changes;
using MeshLab.Core.Costs.Comparison;
using MeshLab.Core.Costs.Prices;
using Microsoft.Extensions.DependencyInjection;

namespace MeshLab.Core.Costs;

/// <summary>Registers costs.</summary>
public static class CostsRegistration
{
    /// <summary>Adds the price books and the comparison of costs. The periods to compare come from the registered <see cref="IMeasuredPeriods"/>.</summary>
    public static IServiceCollection AddCosts(this IServiceCollection services)
    {
        services.AddSharedChange<PriceBooksChanged>();
        services.AddSingleton<PriceBooks>();
        services.AddSingleton<CostComparison>();
        return services;
    }
}
