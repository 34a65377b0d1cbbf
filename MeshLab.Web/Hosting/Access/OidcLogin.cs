using MeshLab.Core;
using MeshLab.Core.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace MeshLab.Web.Hosting.Access;

/// <summary>Login through an OpenID Connect provider: code flow with PKCE. The provider's token proves who somebody is; the session is MeshLab's own.</summary>
internal static partial class OidcLogin
{
    private const string Section = MeshLabOptions.SectionName + ":Oidc";

    /// <summary>Adds the scheme, where a provider is set.</summary>
    public static AuthenticationBuilder AddOidcLogin(this AuthenticationBuilder builder, IConfiguration configuration)
    {
        var oidc = configuration.GetSection(Section).Get<OidcOptions>() ?? new OidcOptions();
        return !oidc.IsSet ? builder : builder.AddOpenIdConnect(AccessSchemes.Oidc, options =>
        {
            (options.Authority, options.ClientId, options.ClientSecret) = (oidc.Authority, oidc.ClientId, oidc.ClientSecret.Length > 0 ? oidc.ClientSecret : null);
            options.RequireHttpsMetadata = !LoopbackAddresses.IsLoopback(oidc.Authority);
            options.SignInScheme = AccessSchemes.Session;
            options.ResponseType = OpenIdConnectResponseType.Code;
            options.UsePkce = true;
            options.MapInboundClaims = false;
            options.SaveTokens = false;
            foreach (var scope in oidc.Scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                options.Scope.Add(scope);
            }

            // The answer comes as an address and not as a form of another origin, so its cookies need not be sent across sites.
            options.ResponseMode = OpenIdConnectResponseMode.Query;
            (options.NonceCookie.SameSite, options.CorrelationCookie.SameSite) = (SameSiteMode.Lax, SameSiteMode.Lax);
            (options.NonceCookie.SecurePolicy, options.CorrelationCookie.SecurePolicy) = (CookieSecurePolicy.SameAsRequest, CookieSecurePolicy.SameAsRequest);
            options.Events.OnTokenValidated = context => LogInAsync(context, oidc);
            options.Events.OnRemoteFailure = FailAsync;
        });
    }

    /// <summary>Refuses a provider that could not be used safely.</summary>
    /// <exception cref="StartupException">The settings are not complete, or the provider would be asked without TLS.</exception>
    public static void Require(OidcOptions oidc)
    {
        if (!oidc.IsSet)
        {
            return;
        }

        if (!Uri.TryCreate(oidc.Authority, UriKind.Absolute, out var authority) || (authority.Scheme != Uri.UriSchemeHttps && !(authority.Scheme == Uri.UriSchemeHttp && LoopbackAddresses.IsLoopback(oidc.Authority))))
        {
            throw new StartupException($"MeshLab__Oidc__Authority is '{oidc.Authority}', which is no https address. Whoever can change what a provider answers can log in as anybody, so plain http is for loopback addresses only.");
        }

        if (oidc.ClientId.Length == 0)
        {
            throw new StartupException("MeshLab__Oidc__Authority is set, and MeshLab__Oidc__ClientId is not. Set it to the id that MeshLab is registered under at the provider.");
        }

        if (oidc is { Viewers: "", Operators: "", Admins: "" })
        {
            throw new StartupException("With OpenID Connect, MeshLab__Oidc__Admins, MeshLab__Oidc__Operators or MeshLab__Oidc__Viewers must say which values of the role claim give a role; otherwise nobody could do anything. docs/access.md has examples.");
        }
    }

    private static async Task LogInAsync(TokenValidatedContext context, OidcOptions oidc)
    {
        Core.Audit.Actor.Enter(RequestActor.Of(context.HttpContext));
        var principal = context.Principal!;
        var subject = principal.FindFirst("sub")?.Value;
        var issuer = principal.FindFirst("iss")?.Value ?? oidc.Authority;
        if (string.IsNullOrEmpty(subject))
        {
            context.Fail("The provider's token names no subject.");
            return;
        }

        try
        {
            var user = await context.HttpContext.RequestServices.GetRequiredService<Logins>().LogInExternalAsync(
                issuer, subject, principal.FindFirst(oidc.NameClaim)?.Value ?? subject, OidcRoles.RoleOf(oidc, principal.Claims), context.HttpContext.RequestAborted);
            context.Principal = AccessPrincipal.Of(user, user.Role, AccessSchemes.Session);
        }
        catch (AccessRefusedException)
        {
            context.HandleResponse();
            context.Response.Redirect("/login?problem=no-role");
        }
    }

    private static Task FailAsync(RemoteFailureContext context)
    {
        Failed(context.HttpContext.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(OidcLogin).FullName!), context.Failure?.Message ?? "", context.Failure);
        context.HandleResponse();
        context.Response.Redirect("/login?problem=provider");
        return Task.CompletedTask;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A login through OpenID Connect failed: {Reason}")]
    private static partial void Failed(ILogger logger, string reason, Exception? error);
}
