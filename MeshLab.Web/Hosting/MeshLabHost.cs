using MeshLab.Core.Audit;
using MeshLab.Web.Hosting.Access;
using Microsoft.AspNetCore.ResponseCompression;

namespace MeshLab.Web.Hosting;

/// <summary>What surrounds MeshLab's capabilities: where it listens, who may ask, how errors look, health, metrics.</summary>
internal static class MeshLabHost
{
    /// <summary>How long a stop may take in all. Service managers kill after that: Kubernetes after 30 seconds, Docker after 10.</summary>
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(9);

    /// <summary>Adds the host's services.</summary>
    public static WebApplicationBuilder AddHost(this WebApplicationBuilder builder)
    {
        // A build that was not published finds its assets by a manifest; only Development reads it unasked.
        builder.WebHost.UseStaticWebAssets();
        builder.UseDefaultAddress();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = ShutdownTimeout);
        builder.Services.AddErrorAnswers();
        builder.Services.AddHealth();
        builder.AddTelemetry();
        builder.Services.AddApiDescription();
        builder.Services.AddAntiforgery(options =>
        {
            options.SuppressXFrameOptionsHeader = true;
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });
        builder.Services.AddResponseCompression(options => options.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, "application/problem+json"]);
        return builder;
    }

    /// <summary>Builds the host's part of the pipeline. Call it before any endpoint is mapped.</summary>
    public static WebApplication UseHost(this WebApplication app)
    {
        app.UseTrustedProxies();
        app.UseLoginRequirement();
        app.UseHostNameGuard();
        app.UseHttpsOnly();
        app.UseHsts();
        app.UseSecurityHeaders();
        app.UseResponseCompression();
        app.UseErrorAnswers();
        app.UseDatabaseAnswers();
        app.UseCrossOriginGuard();
        app.UseAccessHost();
        app.UseAntiforgery();
        app.MapStaticAssets().AllowAnonymous();
        app.MapHealth();
        app.MapPrometheusScrapingEndpoint("/metrics").RequireAuthorization(AccessPolicies.Metrics);
        app.MapOpenApi("/openapi/{documentName}.json").Requires(Role.Viewer);
        return app;
    }
}
