using System.Text.Encodings.Web;
using MeshLab.Core.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace MeshLab.Web.Hosting.Access;

/// <summary><c>Authorization: Bearer meshlab_…</c>.</summary>
internal sealed class TokenAuthentication(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, ApiTokens tokens)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    private const string Bearer = "Bearer ";

    /// <inheritdoc/>
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Request.Headers.Authorization is not [{ } header] || !header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
        {
            return AuthenticateResult.Fail("Only API tokens are taken: Authorization: Bearer meshlab_…");
        }

        return await tokens.FindAsync(header[Bearer.Length..].Trim(), Context.RequestAborted) is { } bearer
            ? AuthenticateResult.Success(new(AccessPrincipal.Of(bearer.User, bearer.Role, Scheme.Name), Scheme.Name))
            : AuthenticateResult.Fail("The token is unknown, expired or revoked, or its user is disabled.");
    }

    /// <inheritdoc/>
    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        Response.Headers.WWWAuthenticate = "Bearer";
        return Task.CompletedTask;
    }
}
