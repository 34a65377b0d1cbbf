using MeshLab.Core.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace MeshLab.Web.Hosting.Access;

/// <summary>How it is found out who sends a request: by a token, by the cookie of a session, or, while there is no login, by where it comes from.</summary>
internal static class AccessSchemes
{
    /// <summary>The session's cookie.</summary>
    public const string Session = "session";

    /// <summary>An API token in the header <c>Authorization</c>.</summary>
    public const string Token = "token";

    /// <summary>Everybody on this machine.</summary>
    public const string Local = "local";

    /// <summary>OpenID Connect.</summary>
    public const string Oidc = "oidc";

    private const string Choice = "meshlab";

    private static readonly TimeSpan SessionLasts = TimeSpan.FromHours(12);

    /// <summary>Adds the schemes.</summary>
    public static AuthenticationBuilder AddAccessSchemes(this IServiceCollection services) => services
        .AddAuthentication(Choice)
        .AddPolicyScheme(Choice, null, options => options.ForwardDefaultSelector = Choose)
        .AddScheme<AuthenticationSchemeOptions, TokenAuthentication>(Token, null)
        .AddScheme<AuthenticationSchemeOptions, LocalAuthentication>(Local, null)
        .AddCookie(Session, options =>
        {
            options.Cookie.Name = "meshlab-session";
            options.Cookie.HttpOnly = true;
            options.Cookie.SameSite = SameSiteMode.Lax;
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            options.ExpireTimeSpan = SessionLasts;
            options.SlidingExpiration = true;
            options.LoginPath = "/login";
            options.ReturnUrlParameter = "returnUrl";
            options.Events.OnValidatePrincipal = ValidateAsync;
            options.Events.OnRedirectToLogin = context => AnswerAsync(context, StatusCodes.Status401Unauthorized);
            options.Events.OnRedirectToAccessDenied = context => AnswerAsync(context, StatusCodes.Status403Forbidden);
        });

    private static string Choose(HttpContext context) =>
        context.Request.Headers.Authorization.Count > 0 ? Token
        : context.RequestServices.GetRequiredService<LoginRequirement>().IsRequired ? Session
        : Local;

    /// <summary>A session ends with its user: every request looks whether they are still there, with the same password and role.</summary>
    private static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var logins = context.HttpContext.RequestServices.GetRequiredService<Logins>();
        if (context.Principal?.UserIdOf() is not { } id || await logins.FindAsync(id, context.Principal.StampOf(), context.HttpContext.RequestAborted) is null)
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(Session);
        }
    }

    /// <summary>Programs get a status; people, where logging in helps, the login page.</summary>
    private static Task AnswerAsync(RedirectContext<CookieAuthenticationOptions> context, int status)
    {
        if (status == StatusCodes.Status401Unauthorized && !ErrorAnswers.IsForPrograms(context.HttpContext) && !context.Request.Path.StartsWithSegments("/_blazor"))
        {
            context.Response.Redirect(context.RedirectUri);
        }
        else
        {
            context.Response.StatusCode = status;
        }

        return Task.CompletedTask;
    }
}
