using MeshLab.Core.Audit;
using Microsoft.AspNetCore.Authorization;

namespace MeshLab.Web.Hosting.Access;

/// <summary>Who may use a page or an endpoint. Each names one of these, or says that anybody may; what names none is refused to everybody.</summary>
internal static class AccessPolicies
{
    /// <summary>Whoever may read.</summary>
    public const string Viewer = "viewer";

    /// <summary>Whoever may run and measure.</summary>
    public const string Operator = "operator";

    /// <summary>Whoever manages MeshLab.</summary>
    public const string Admin = "admin";

    /// <summary>A viewer; or, while MeshLab listens on this machine only, whoever asks from it.</summary>
    public const string Metrics = "metrics";

    /// <summary>Adds the policies.</summary>
    public static IServiceCollection AddAccessPolicies(this IServiceCollection services)
    {
        services.AddAuthorizationBuilder()
            .AddPolicy(Viewer, policy => policy.RequireAssertion(context => context.User.May(Role.Viewer)))
            .AddPolicy(Operator, policy => policy.RequireAssertion(context => context.User.May(Role.Operator)))
            .AddPolicy(Admin, policy => policy.RequireAssertion(context => context.User.May(Role.Admin)))
            .AddPolicy(Metrics, policy => policy.RequireAssertion(context => context.User.May(Role.Viewer) || IsOfThisMachine(context.Resource)))
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAssertion(context => context.User.May(Role.Viewer) && LeadsNowhere(context.Resource)).Build());
        return services;
    }

    /// <summary>The role of the policy of an endpoint that changes something, or of one that reads.</summary>
    public static TBuilder Requires<TBuilder>(this TBuilder endpoints, Role role)
        where TBuilder : IEndpointConventionBuilder => endpoints.RequireAuthorization(role switch { Role.Admin => Admin, Role.Operator => Operator, _ => Viewer });

    private static bool IsOfThisMachine(object? resource) =>
        resource is HttpContext http && http.RequestServices.GetRequiredService<ListeningScope>().LoopbackOnly && http.Connection.RemoteIpAddress is { } address && System.Net.IPAddress.IsLoopback(address);

    /// <summary>
    /// Addresses that lead nowhere, and methods that an address does not have, are answered with 404 and 405 to those who may read. A build that was not published
    /// has a last endpoint for files that are missing, which counts as nowhere too.
    /// </summary>
    private static bool LeadsNowhere(object? resource) => resource is HttpContext http && http.GetEndpoint() is not RouteEndpoint { Order: < int.MaxValue };
}
