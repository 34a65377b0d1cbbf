using MeshLab.Core;
using MeshLab.Core.Access;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace MeshLab.Web.Pages.Access;

/// <summary>Asks for name and password, or sends to the OpenID Connect provider. A plain document: its form sets the session's cookie.</summary>
public sealed partial class LoginPage
{
    /// <summary>Whether people must log in.</summary>
    [Inject]
    public required LoginRequirement Login { get; set; }

    /// <summary>The settings, for the provider.</summary>
    [Inject]
    public required IOptions<MeshLabOptions> Options { get; set; }

    /// <summary>Where to go afterwards.</summary>
    [SupplyParameterFromQuery]
    public string? ReturnUrl { get; set; }

    /// <summary>Set when the last login failed.</summary>
    [SupplyParameterFromQuery]
    public string? Failed { get; set; }

    /// <summary>Set when somebody just logged out.</summary>
    [SupplyParameterFromQuery]
    public string? Left { get; set; }

    /// <summary>The key of what the provider's login ran into; see <see cref="LoginProblems"/>.</summary>
    [SupplyParameterFromQuery(Name = "problem")]
    public string? ProblemKey { get; set; }

    private string? Problem => LoginProblems.TextOf(ProblemKey);

    private OidcOptions Oidc => Options.Value.Oidc;

    private string Back => RedirectHttpResult.IsLocalUrl(ReturnUrl) ? ReturnUrl! : "/";
}
