using MeshLab.Core;
using MeshLab.Core.Access;
using MeshLab.Core.Audit;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace MeshLab.Web.Hosting.Access;

/// <summary>What the forms of the login, setup and account pages send. They set cookies, which a circuit cannot; each needs the form's antiforgery token.</summary>
internal static class LoginEndpoints
{
    /// <summary>Maps <c>/access</c>.</summary>
    public static IEndpointRouteBuilder MapLogin(this IEndpointRouteBuilder app)
    {
        var access = app.MapGroup("/access").ExcludeFromDescription().WithMetadata(new RequestSizeLimitAttribute(RequestLimits.FormBytes));
        access.MapPost("login", LogInAsync).AllowAnonymous().RequireRateLimiting(RequestLimits.Login);
        access.MapPost("setup", SetUpAsync).AllowAnonymous().RequireRateLimiting(RequestLimits.Login);
        access.MapPost("logout", LogOutAsync).Requires(Role.Viewer).WithMetadata(new RequireAntiforgeryTokenAttribute());
        access.MapPost("password", ChangePasswordAsync).Requires(Role.Viewer).RequireRateLimiting(RequestLimits.Login);
        access.MapGet("oidc", StartOidc).AllowAnonymous();
        return app;
    }

    private static async Task<RedirectHttpResult> LogInAsync(
        HttpContext context, [FromForm] string? name, [FromForm] string? password, [FromForm] string? returnUrl, Logins logins, CancellationToken cancellationToken)
    {
        if (await logins.LogInAsync(name ?? "", password ?? "", cancellationToken) is not { } user)
        {
            return TypedResults.LocalRedirect($"~/login?failed=1&returnUrl={Uri.EscapeDataString(LocalOnly(returnUrl))}");
        }

        await StartSessionAsync(context, user);
        return TypedResults.LocalRedirect(LocalOnly(returnUrl));
    }

    private static async Task<RedirectHttpResult> SetUpAsync(
        HttpContext context, [FromForm] string? code, [FromForm] string? name, [FromForm] string? password, [FromForm] string? repeated, SetupCode setup, UserAccounts users, CancellationToken cancellationToken)
    {
        if (!setup.Fits(code))
        {
            return Failed("setup", "code");
        }

        if (password != repeated)
        {
            return Failed("setup", "differ");
        }

        try
        {
            await StartSessionAsync(context, await users.AddAsync(name ?? "", password ?? "", Role.Admin, cancellationToken));
            return TypedResults.LocalRedirect("~/users");
        }
        catch (AccessRefusedException refused)
        {
            return Failed("setup", refused.Key);
        }
    }

    private static async Task<RedirectHttpResult> LogOutAsync(HttpContext context, Logins logins, CancellationToken cancellationToken)
    {
        if (context.User.Identity?.Name is { } name)
        {
            await logins.LogOutAsync(name, cancellationToken);
        }

        await context.SignOutAsync(AccessSchemes.Session);
        return TypedResults.LocalRedirect("~/login?left=1");
    }

    private static async Task<RedirectHttpResult> ChangePasswordAsync(
        HttpContext context, [FromForm] string? before, [FromForm] string? after, [FromForm] string? repeated, Logins logins, CancellationToken cancellationToken)
    {
        if (context.User.UserIdOf() is not { } id)
        {
            return Failed("account", "present");
        }

        if (after != repeated)
        {
            return Failed("account", "differ");
        }

        try
        {
            await StartSessionAsync(context, await logins.ChangePasswordAsync(id, before ?? "", after ?? "", cancellationToken));
            return TypedResults.LocalRedirect("~/account?changed=1");
        }
        catch (AccessRefusedException refused)
        {
            return Failed("account", refused.Key);
        }
    }

    private static Results<ChallengeHttpResult, NotFound> StartOidc([FromQuery] string? returnUrl, IOptions<MeshLabOptions> options) => options.Value.Oidc.IsSet
        ? TypedResults.Challenge(new AuthenticationProperties { RedirectUri = LocalOnly(returnUrl) }, [AccessSchemes.Oidc])
        : TypedResults.NotFound();

    private static Task StartSessionAsync(HttpContext context, User user) => context.SignInAsync(AccessSchemes.Session, AccessPrincipal.Of(user, user.Role, AccessSchemes.Session));

    private static RedirectHttpResult Failed(string page, string problem) => TypedResults.LocalRedirect($"~/{page}?problem={problem}");

    private static string LocalOnly(string? url) => RedirectHttpResult.IsLocalUrl(url) ? url! : "/";
}
