using System.Text.Encodings.Web;
using MeshLab.Core.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace MeshLab.Web.Hosting.Access;

/// <summary>Takes everybody for an admin while there is no login, which is so on loopback only.</summary>
internal sealed class LocalAuthentication(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, LoginRequirement login, ListeningScope listening)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    /// <inheritdoc/>
    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(
        !login.IsRequired && listening.LoopbackOnly ? AuthenticateResult.Success(new(AccessPrincipal.Local, Scheme.Name)) : AuthenticateResult.NoResult());
}
