using MeshLab.Core.Access;
using MeshLab.Core.Storage;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;

namespace MeshLab.Web.Hosting.Access;

/// <summary>Looks every twenty seconds whether the user of an open page may still be there; when not, the page has no user any more and leaves for the login page.</summary>
internal sealed class CircuitRevalidation(ILoggerFactory logger, Logins logins, LoginRequirement login) : RevalidatingServerAuthenticationStateProvider(logger)
{
    /// <inheritdoc/>
    protected override TimeSpan RevalidationInterval => TimeSpan.FromSeconds(20);

    /// <inheritdoc/>
    protected override async Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken)
    {
        var user = authenticationState.User;
        try
        {
            return user.IsLocal()
                ? !await login.LookAsync(cancellationToken)
                : user.UserIdOf() is { } id && await logins.FindAsync(id, user.StampOf(), cancellationToken) is not null;
        }
        catch (Exception error) when (StorageFailure.Reason(error) is not null)
        {
            // Nobody can be looked up, and nothing can be done with the page either, until the database is back; then this looks again.
            return true;
        }
    }
}
