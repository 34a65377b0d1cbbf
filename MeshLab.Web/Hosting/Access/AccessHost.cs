using MeshLab.Core;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace MeshLab.Web.Hosting.Access;

/// <summary>Who may ask: authentication, authorization, and the same for open pages.</summary>
internal static class AccessHost
{
    private static readonly TimeSpan HstsLasts = TimeSpan.FromDays(180);

    /// <summary>Adds the services.</summary>
    public static WebApplicationBuilder AddAccessHost(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ListeningScope>();
        builder.Services.AddSingleton<SetupCode>();
        builder.Services.AddAccessSchemes().AddOidcLogin(builder.Configuration);
        builder.Services.AddAccessPolicies();
        builder.Services.AddRequestLimits();
        builder.Services.AddHsts(options => options.MaxAge = HstsLasts);
        builder.Services.AddCascadingAuthenticationState();
        builder.Services.Replace(ServiceDescriptor.Scoped<AuthenticationStateProvider, CircuitRevalidation>());
        builder.Services.AddScoped<CircuitHandler, CircuitActor>();
        return builder;
    }

    /// <summary>Finds out who asks, and refuses what they may not.</summary>
    public static WebApplication UseAccessHost(this WebApplication app)
    {
        app.UseAuthentication();
        app.UseRequestActor();
        app.UseRateLimiter();
        app.UseAuthorization();
        return app;
    }

    /// <summary>Refuses settings that cannot work or would not be safe.</summary>
    /// <exception cref="StartupException">One of them is such.</exception>
    public static void Require(MeshLabOptions options)
    {
        OidcLogin.Require(options.Oidc);
        TrustedProxies.Parse(options.TrustedProxies);
    }
}
